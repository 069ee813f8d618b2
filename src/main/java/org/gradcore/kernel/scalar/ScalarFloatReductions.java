package org.gradcore.kernel.scalar;

import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;

/** Reductions in plain Java. */
public final class ScalarFloatReductions {
  private ScalarFloatReductions() {}

  /**
   * The kernel of a reduction.
   *
   * @param kernel a reduction
   * @return its kernel
   */
  public static FloatReductionKernel of(Kernel kernel) {
    return switch (kernel) {
      case DOT -> ScalarFloatReductions::dot;
      case SUM -> (x, xOffset, y, yOffset, length, carry) -> sum(x, xOffset, length, carry);
      case SUM_OF_SQUARES ->
          (x, xOffset, y, yOffset, length, carry) -> dot(x, xOffset, x, xOffset, length, carry);
      case ABS_MAX -> (x, xOffset, y, yOffset, length, carry) -> absMax(x, xOffset, length, carry);
      default -> throw Kernel.Family.REDUCTIONS.lacks(kernel);
    };
  }

  private static double dot(
      float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    float[] lanes = ScalarFloatSums.lanes();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) ScalarFloatSums.dotBlock(lanes, x, xOffset + start, y, yOffset + start, n);
      start += n;
    }
    return carry;
  }

  private static double sum(float[] x, int xOffset, int length, double carry) {
    float[] lanes = ScalarFloatSums.lanes();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) ScalarFloatSums.sumBlock(lanes, x, xOffset + start, n);
      start += n;
    }
    return carry;
  }

  private static double absMax(float[] x, int xOffset, int length, double carry) {
    float max = (float) carry;
    for (int i = 0; i < length; i++) {
      float a = Math.abs(x[xOffset + i]);
      max = a > max || a != a ? a : max;
    }
    return max;
  }
}
