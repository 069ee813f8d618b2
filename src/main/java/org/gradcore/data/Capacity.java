package org.gradcore.data;

/** Sizes of arrays that grow while data is read. */
final class Capacity {
  /** The longest array that every JVM allows. */
  static final int MAX = Integer.MAX_VALUE - 8;

  private Capacity() {}

  /**
   * The next length of a full array.
   *
   * @param what the elements, such as "values", for the message
   */
  static int grow(int length, String what, String source, long line) throws DataFormatException {
    if (length >= MAX) {
      throw tooMany(what, source, line);
    }
    return (int) Math.min(MAX, Math.max(16L, length + (length >> 1)));
  }

  static DataFormatException tooMany(String what, String source, long line) {
    return new DataFormatException(
        source, line, "more than " + MAX + " " + what, "at most " + MAX + " in one data set");
  }
}
