package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * RMSprop (Tieleman and Hinton, 2012), optionally centered (Graves, 2013) and with momentum.
 *
 * <pre>
 * v = fma(alphaComplement * g, g, alpha * v)
 * if (centered)  a = fma(alphaComplement, g - a, a);  x = fma(-a, a, v)
 * else           x = v
 * d = g / (sqrt(x) + epsilon)
 * if (withMomentum)  b = fma(momentum, b, d);  d = b
 * w = fma(-learningRate, d, w)
 * </pre>
 */
@Step
final class FloatRmsprop {
  /** Divide by the estimated deviation instead of the root mean square. */
  boolean centered;

  /** Whether there is a momentum buffer. */
  boolean withMomentum;

  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** Smoothing constant. */
  @Scalar(steady = 1, least = 0.5)
  float alpha;

  /** 1 - alpha. */
  @Scalar(steady = 0, most = 0.5)
  float alphaComplement;

  /** Added to the denominator, outside the root. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Momentum factor. */
  @Scalar(steady = 0.5)
  float momentum;

  void step(
      @Param float w,
      @Gradient float g,
      @State(nonNegative = true) float squareAverage,
      @State(when = "centered") float gradientAverage,
      @State(when = "withMomentum") float buffer) {
    squareAverage = Math.fma(alphaComplement * g, g, alpha * squareAverage);
    float x = squareAverage;
    if (centered) {
      gradientAverage = Math.fma(alphaComplement, g - gradientAverage, gradientAverage);
      x = Math.fma(-gradientAverage, gradientAverage, x);
    }
    float d = g / ((float) Math.sqrt(x) + epsilon);
    if (withMomentum) {
      buffer = Math.fma(momentum, buffer, d);
      d = buffer;
    }
    w = Math.fma(-learningRate, d, w);
  }

  void step(
      FloatVector w,
      FloatVector g,
      FloatVector squareAverage,
      FloatVector gradientAverage,
      FloatVector buffer) {
    squareAverage = g.mul(alphaComplement).lanewise(FMA, g, squareAverage.mul(alpha));
    FloatVector x = squareAverage;
    if (centered) {
      gradientAverage = g.sub(gradientAverage).lanewise(FMA, alphaComplement, gradientAverage);
      x = gradientAverage.neg().lanewise(FMA, gradientAverage, x);
    }
    FloatVector d = g.div(x.sqrt().add(epsilon));
    if (withMomentum) {
      buffer = buffer.lanewise(FMA, momentum, d);
      d = buffer;
    }
    w = d.lanewise(FMA, -learningRate, w);
  }
}
