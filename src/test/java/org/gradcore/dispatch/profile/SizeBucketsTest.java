package org.gradcore.dispatch.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SizeBucketsTest {
  @Test
  void bucketsStartAtPowersOfTwo() {
    assertEquals(0, SizeBuckets.of(0));
    assertEquals(1, SizeBuckets.of(1));
    for (int bits = 1; bits < 31; bits++) {
      long size = 1L << bits;
      assertEquals(bits, SizeBuckets.of(size - 1));
      assertEquals(Math.min(31, bits + 1), SizeBuckets.of(size));
      assertEquals(size - 1, SizeBuckets.largest(SizeBuckets.of(size - 1)));
      assertEquals(size, SizeBuckets.smallest(SizeBuckets.of(size)));
    }
    assertEquals(31, SizeBuckets.of(Long.MAX_VALUE));
  }
}
