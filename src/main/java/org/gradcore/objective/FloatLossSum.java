package org.gradcore.objective;

import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;

/** The sum of the weighted losses of rows, as a function of a model's parameters. */
interface FloatLossSum {
  /**
   * The sum over some rows, given as in {@link FloatObjective#evaluate}.
   *
   * @param gradient accumulators, one for each parameter, that the gradient of the sum is added to;
   *     or null
   */
  double add(
      int[] list,
      int listOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      double[] gradient);

  /** What a kernel with a loss computes; all but rows, parameters and gradient is set. */
  static FloatLossSum of(Kernels kernels, FloatLinear call) {
    return (list, listOffset, firstRow, rowCount, param, paramOffset, gradient) ->
        kernels.linear(
            call.rows(list, listOffset, firstRow, rowCount)
                .param(param, paramOffset)
                .gradient(gradient, 0));
  }
}
