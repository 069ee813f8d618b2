package org.gradcore.jmh;

import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;

/** Plain loops of reductions: a double for sums, {@link Math#max} for the maximum. */
final class FloatPlainReductions {
  private FloatPlainReductions() {}

  static FloatReductionKernel of(Kernel kernel) {
    return switch (kernel) {
      case DOT -> FloatPlainReductions::dot;
      case SUM -> FloatPlainReductions::sum;
      case SUM_OF_SQUARES ->
          (x, xOffset, y, yOffset, length, carry) -> dot(x, xOffset, x, xOffset, length, carry);
      case ABS_MAX -> FloatPlainReductions::absMax;
      default -> throw Kernel.Family.REDUCTIONS.lacks(kernel);
    };
  }

  private static double dot(
      float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    double sum = carry;
    for (int i = 0; i < length; i++) {
      sum += x[xOffset + i] * y[yOffset + i];
    }
    return sum;
  }

  private static double sum(
      float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    double sum = carry;
    for (int i = 0; i < length; i++) {
      sum += x[xOffset + i];
    }
    return sum;
  }

  private static double absMax(
      float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    float max = (float) carry;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, Math.abs(x[xOffset + i]));
    }
    return max;
  }
}
