package org.gradcore.kernel.scalar;

import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatReductionKernels;

/** Reductions in plain Java: the canonical order, written down as it is defined. */
public final class ScalarFloatReductionKernels implements FloatReductionKernels {
  static final int LANES = Blocks.LANE_BYTES / Float.BYTES;

  /** The virtual lanes of the calling thread; reused, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[LANES]);

  static float[] clearedLanes() {
    float[] lanes = SCRATCH.get();
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

  @Override
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    float[] lanes = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) dotBlock(lanes, x, xOffset + start, y, yOffset + start, n);
      start += n;
    }
    return carry;
  }

  @Override
  public double sum(float[] x, int xOffset, int length, double carry) {
    float[] lanes = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) sumBlock(lanes, x, xOffset + start, n);
      start += n;
    }
    return carry;
  }

  @Override
  public double sumOfSquares(float[] x, int xOffset, int length, double carry) {
    return dot(x, xOffset, x, xOffset, length, carry);
  }

  @Override
  public float absMax(float[] x, int xOffset, int length) {
    float max = 0;
    for (int i = 0; i < length; i++) {
      float a = Math.abs(x[xOffset + i]);
      max = a > max || a != a ? a : max;
    }
    return max;
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xOffset, int length) {
    for (int i = 0; i < length; i++) {
      x[xOffset + i] = alpha * x[xOffset + i];
    }
  }
}
