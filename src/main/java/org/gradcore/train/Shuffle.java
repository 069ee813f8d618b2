package org.gradcore.train;

/**
 * The order of the rows of each epoch: Fisher–Yates driven by SplitMix64 (Steele, Lea and Flood
 * 2014). Written out here, so that a seed means the same order on every machine and JDK.
 */
final class Shuffle {
  private long state;

  Shuffle(long seed) {
    state = seed;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Permutes the array; every permutation is equally likely, but for a bias below 2^-32. */
  void permute(int[] rows) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = (int) Math.unsignedMultiplyHigh(next(), i + 1L);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
