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

  /**
   * The next length of a full buffer of one line or record.
   *
   * @throws DataFormatException if it has the length that {@link Source#longestLine} allows
   */
  static int growLine(int length, String source, long line) throws DataFormatException {
    int limit = Source.longestLine();
    if (length >= limit) {
      throw tooLong(source, line);
    }
    return (int) Math.min(limit, Math.max(16L, length + (length >> 1)));
  }

  static DataFormatException tooLong(String source, long line) {
    return new DataFormatException(
        source,
        line,
        "a line of more than " + Source.longestLine() + " bytes",
        "shorter ones (-Dgradcore.limit.line=BYTES sets another limit)");
  }

  static DataFormatException tooMany(String what, String source, long line) {
    return new DataFormatException(
        source, line, "more than " + MAX + " " + what, "at most " + MAX + " in one data set");
  }
}
