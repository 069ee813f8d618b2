package org.gradcore.dispatch;

import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;

/**
 * The maps and reductions by name. {@link FloatMapKernel} and {@link FloatReductionKernel} are
 * their contracts; arguments are checked as there.
 */
public final class FloatArrays {
  private final DispatchedFloatKernels.Reduction dot;
  private final DispatchedFloatKernels.Reduction sum;
  private final DispatchedFloatKernels.Reduction sumOfSquares;
  private final DispatchedFloatKernels.Reduction absMax;
  private final DispatchedFloatKernels.ElementMap axpy;
  private final DispatchedFloatKernels.ElementMap scale;
  private final DispatchedFloatKernels.ElementMap exp;
  private final DispatchedFloatKernels.ElementMap log;
  private final DispatchedFloatKernels.ElementMap log1p;
  private final DispatchedFloatKernels.ElementMap tanh;
  private final DispatchedFloatKernels.ElementMap sigmoid;

  FloatArrays(DispatchedFloatKernels kernels) {
    dot = kernels.reductions.of(Kernel.DOT);
    sum = kernels.reductions.of(Kernel.SUM);
    sumOfSquares = kernels.reductions.of(Kernel.SUM_OF_SQUARES);
    absMax = kernels.reductions.of(Kernel.ABS_MAX);
    axpy = kernels.maps.of(Kernel.AXPY);
    scale = kernels.maps.of(Kernel.SCALE);
    exp = kernels.maps.of(Kernel.EXP);
    log = kernels.maps.of(Kernel.LOG);
    log1p = kernels.maps.of(Kernel.LOG1P);
    tanh = kernels.maps.of(Kernel.TANH);
    sigmoid = kernels.maps.of(Kernel.SIGMOID);
  }

  /**
   * Adds up {@code x_i * y_i}.
   *
   * @param x the first factors
   * @param xOffset where they begin
   * @param y the second factors, which may overlap the first
   * @param yOffset where they begin
   * @param length number of elements
   * @return the sum
   */
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length) {
    return dot.target(x, xOffset, y, yOffset, length).reduce(x, xOffset, y, yOffset, length, 0);
  }

  /**
   * Adds up {@code x_i}.
   *
   * @param x the numbers
   * @param xOffset where they begin
   * @param length number of elements
   * @return the sum
   */
  public double sum(float[] x, int xOffset, int length) {
    return sum.target(x, xOffset, null, 0, length).reduce(x, xOffset, null, 0, length, 0);
  }

  /**
   * Adds up {@code x_i²}.
   *
   * @param x the numbers
   * @param xOffset where they begin
   * @param length number of elements
   * @return the sum
   */
  public double sumOfSquares(float[] x, int xOffset, int length) {
    return sumOfSquares.target(x, xOffset, null, 0, length).reduce(x, xOffset, null, 0, length, 0);
  }

  /**
   * Finds the largest absolute value.
   *
   * @param x the numbers
   * @param xOffset where they begin
   * @param length number of elements
   * @return the largest, +0 if there is none, NaN if any number is NaN
   */
  public float absMax(float[] x, int xOffset, int length) {
    return (float)
        absMax.target(x, xOffset, null, 0, length).reduce(x, xOffset, null, 0, length, 0);
  }

  /**
   * {@code y_i = fma(alpha, x_i, y_i)}.
   *
   * @param alpha the factor
   * @param x what is added to y, which it must not overlap
   * @param xOffset where it begins
   * @param y what is updated
   * @param yOffset where it begins
   * @param length number of elements
   */
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    axpy.target(x, xOffset, y, yOffset, length).map(alpha, x, xOffset, y, yOffset, length);
  }

  /**
   * {@code x_i = alpha * x_i}.
   *
   * @param alpha the factor
   * @param x what is updated
   * @param xOffset where it begins
   * @param length number of elements
   */
  public void scale(float alpha, float[] x, int xOffset, int length) {
    scale.target(x, xOffset, x, xOffset, length).map(alpha, x, xOffset, x, xOffset, length);
  }

  /**
   * {@code y_i = e^x_i}.
   *
   * @param x the arguments
   * @param xOffset where they begin
   * @param y the results; may be the same range as x, and must not overlap it otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    exp.target(x, xOffset, y, yOffset, length).map(0, x, xOffset, y, yOffset, length);
  }

  /**
   * {@code y_i = log(x_i)}, the natural logarithm.
   *
   * @param x the arguments
   * @param xOffset where they begin
   * @param y the results; may be the same range as x, and must not overlap it otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    log.target(x, xOffset, y, yOffset, length).map(0, x, xOffset, y, yOffset, length);
  }

  /**
   * {@code y_i = log(1 + x_i)}.
   *
   * @param x the arguments
   * @param xOffset where they begin
   * @param y the results; may be the same range as x, and must not overlap it otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    log1p.target(x, xOffset, y, yOffset, length).map(0, x, xOffset, y, yOffset, length);
  }

  /**
   * {@code y_i = tanh(x_i)}, the hyperbolic tangent.
   *
   * @param x the arguments
   * @param xOffset where they begin
   * @param y the results; may be the same range as x, and must not overlap it otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    tanh.target(x, xOffset, y, yOffset, length).map(0, x, xOffset, y, yOffset, length);
  }

  /**
   * {@code y_i = 1 / (1 + e^-x_i)}, the logistic function.
   *
   * @param x the arguments
   * @param xOffset where they begin
   * @param y the results; may be the same range as x, and must not overlap it otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    sigmoid.target(x, xOffset, y, yOffset, length).map(0, x, xOffset, y, yOffset, length);
  }
}
