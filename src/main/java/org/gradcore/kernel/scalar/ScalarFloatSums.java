package org.gradcore.kernel.scalar;

import org.gradcore.kernel.Blocks;

/** Sums of blocks in the canonical order, written down as it is defined. */
final class ScalarFloatSums {
  static final int LANES = Blocks.LANE_BYTES / Float.BYTES;

  /** The virtual lanes of the calling thread; reused, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[LANES]);

  private ScalarFloatSums() {}

  /** Lanes that hold anything. */
  static float[] lanes() {
    return SCRATCH.get();
  }

  static float[] clearedLanes() {
    float[] lanes = lanes();
    clear(lanes);
    return lanes;
  }

  static void clear(float[] lanes) {
    for (int j = 0; j < LANES; j++) {
      lanes[j] = 0;
    }
  }

  /** Folds the lanes by halving; lane 0 holds the result. */
  static float fold(float[] lanes) {
    for (int half = LANES / 2; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    return lanes[0];
  }

  /** Canonical sum of at most one block. */
  static float sumBlock(float[] lanes, float[] x, int offset, int length) {
    clear(lanes);
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] += x[offset + i + j];
      }
    }
    for (int j = 0; i + j < length; j++) {
      lanes[j] += x[offset + i + j];
    }
    return fold(lanes);
  }

  /** Canonical dot product of one block (of any length). */
  static float dotBlock(float[] lanes, float[] x, int xOffset, float[] y, int yOffset, int length) {
    clear(lanes);
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] = Math.fma(x[xOffset + i + j], y[yOffset + i + j], lanes[j]);
      }
    }
    for (int j = 0; i + j < length; j++) {
      lanes[j] = Math.fma(x[xOffset + i + j], y[yOffset + i + j], lanes[j]);
    }
    return fold(lanes);
  }
}
