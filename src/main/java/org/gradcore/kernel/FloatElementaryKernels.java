package org.gradcore.kernel;

/**
 * Elementary functions over arrays, {@code y_i = f(x_i)}: gradcore's own polynomials, the same bits
 * in every backend. The maximum errors stand at {@link org.gradcore.kernel.scalar.FloatMath}.
 * Special values are those of {@link Math}. x and y may be the same range, and must not overlap
 * otherwise. Implementations do not check their arguments.
 */
public interface FloatElementaryKernels {
  /** {@code e^x}. */
  void exp(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** Natural logarithm. */
  void log(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** {@code log(1 + x)}. */
  void log1p(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** Hyperbolic tangent. */
  void tanh(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** Logistic sigmoid, {@code 1 / (1 + e^-x)}. */
  void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length);
}
