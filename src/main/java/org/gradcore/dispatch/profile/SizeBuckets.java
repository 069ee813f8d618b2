package org.gradcore.dispatch.profile;

/** Sizes that the dispatcher treats alike, by powers of two: 0, 1, 2–3, 4–7, … */
public final class SizeBuckets {
  /** The binary logarithm of {@link #COUNT}. */
  public static final int BITS = 5;

  /** How many there are. */
  public static final int COUNT = 1 << BITS;

  private SizeBuckets() {}

  /**
   * The bucket of a size.
   *
   * @param size elements
   * @return its number, at least 0 and less than {@link #COUNT}
   */
  public static int of(long size) {
    return Math.min(COUNT - 1, Long.SIZE - Long.numberOfLeadingZeros(size));
  }

  /**
   * The smallest size of a bucket, which stands for all of its sizes.
   *
   * @param bucket its number
   * @return elements
   */
  public static long smallest(int bucket) {
    return bucket == 0 ? 0 : 1L << (bucket - 1);
  }

  /**
   * The largest size of a bucket.
   *
   * @param bucket its number
   * @return elements
   */
  public static long largest(int bucket) {
    return bucket == COUNT - 1 ? Long.MAX_VALUE : (1L << bucket) - 1;
  }
}
