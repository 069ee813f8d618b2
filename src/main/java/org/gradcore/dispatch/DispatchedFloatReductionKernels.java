package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatKernelChecks;
import org.gradcore.kernel.FloatReductionKernels;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of reductions and sends them to the chosen backend. */
final class DispatchedFloatReductionKernels implements FloatReductionKernels {
  private final Route<FloatReductionKernels> dot;
  private final Route<FloatReductionKernels> sum;
  private final Route<FloatReductionKernels> sumOfSquares;
  private final Route<FloatReductionKernels> absMax;
  private final Route<FloatReductionKernels> axpy;
  private final Route<FloatReductionKernels> scale;

  DispatchedFloatReductionKernels(Kernels kernels) {
    dot = route(kernels, Kernel.DOT);
    sum = route(kernels, Kernel.SUM);
    sumOfSquares = route(kernels, Kernel.SUM_OF_SQUARES);
    absMax = route(kernels, Kernel.ABS_MAX);
    axpy = route(kernels, Kernel.AXPY);
    scale = route(kernels, Kernel.SCALE);
  }

  private static Route<FloatReductionKernels> route(Kernels kernels, Kernel kernel) {
    return new Route<>(
        kernels,
        kernel,
        float.class,
        Variants.count(kernel),
        candidate -> kernels.floatKernels(candidate).reductions());
  }

  @Override
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    FloatKernelChecks.dot(x, xOffset, y, yOffset, length);
    return dot.at(0, length).dot(x, xOffset, y, yOffset, length, carry);
  }

  @Override
  public double sum(float[] x, int xOffset, int length, double carry) {
    FloatKernelChecks.oneArray(x, xOffset, length);
    return sum.at(0, length).sum(x, xOffset, length, carry);
  }

  @Override
  public double sumOfSquares(float[] x, int xOffset, int length, double carry) {
    FloatKernelChecks.oneArray(x, xOffset, length);
    return sumOfSquares.at(0, length).sumOfSquares(x, xOffset, length, carry);
  }

  @Override
  public float absMax(float[] x, int xOffset, int length) {
    FloatKernelChecks.oneArray(x, xOffset, length);
    return absMax.at(0, length).absMax(x, xOffset, length);
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.axpy(x, xOffset, y, yOffset, length);
    axpy.at(0, length).axpy(alpha, x, xOffset, y, yOffset, length);
  }

  @Override
  public void scale(float alpha, float[] x, int xOffset, int length) {
    FloatKernelChecks.oneArray(x, xOffset, length);
    scale.at(0, length).scale(alpha, x, xOffset, length);
  }
}
