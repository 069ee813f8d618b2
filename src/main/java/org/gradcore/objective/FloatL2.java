package org.gradcore.objective;

import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;

/** The penalty (l2/2)·|w|² on the coefficients of a linear model; its intercepts are left alone. */
final class FloatL2 {
  private final Kernels kernels;
  private final LinearLayout layout;
  private final double l2;
  private final FloatLinear finish = new FloatLinear(Kernel.FINISH_GRADIENT);

  FloatL2(Kernels kernels, LinearLayout layout, double l2) {
    if (!(l2 >= 0 && l2 <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("l2 " + l2 + ": a finite number >= 0 is needed");
    }
    this.kernels = kernels;
    this.layout = layout;
    this.l2 = l2;
  }

  double value(float[] param, int paramOffset) {
    if (l2 == 0) {
      return 0;
    }
    return l2 / 2 * kernels.floatArrays().sumOfSquares(param, paramOffset, layout.coefficients());
  }

  /** The gradient of a scaled sum of losses, as {@code sums} holds it unscaled, and the penalty. */
  void finish(
      double[] sums,
      double scale,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    int coefficients = layout.coefficients();
    finish.finish(scale, l2);
    finish(sums, 0, coefficients, param, paramOffset, gradient, gradientOffset);
    finish.finish(scale, 0);
    finish(sums, coefficients, layout.intercepts(), param, paramOffset, gradient, gradientOffset);
  }

  private void finish(
      double[] sums,
      int first,
      int count,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    if (count > 0) {
      finish.gradient(sums, first).param(param, paramOffset + first);
      kernels.linear(finish.out(gradient, gradientOffset + first).rows(null, 0, 0, count));
    }
  }
}
