package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * RMSprop (Tieleman and Hinton, 2012), optionally centered (Graves, 2013) and with momentum.
 *
 * <pre>
 * v = fma(alphaComplement * g, g, alpha * v)
 * x = correction * v
 * if (centered)  a = fma(alphaComplement, g - a, a);  c = correction * a;  x = fma(-c, c, x)
 * d = gradientFactor * g / (epsilonInRoot ? sqrt(x + epsilon) : sqrt(x) + epsilon)
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

  /** Whether epsilon is inside the root. */
  boolean epsilonInRoot;

  /** Learning rate; 1 where it is in the buffer. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** Smoothing constant. */
  @Scalar(steady = 1, least = 0.5)
  float alpha;

  /** 1 - alpha. */
  @Scalar(steady = 0, most = 0.5)
  float alphaComplement;

  /** Added to the denominator. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Momentum factor. */
  @Scalar(steady = 0.5)
  float momentum;

  /** The learning rate where it is in the buffer, else 1. */
  @Scalar(steady = 1)
  float gradientFactor;

  /** 1 / (1 - alpha^t) where averages are corrected, else 1. */
  @Scalar(steady = 1, least = 1, most = 30)
  float correction;

  void step(
      @Param float w,
      @Gradient float g,
      @State(nonNegative = true) float squareAverage,
      @State(when = "centered") float gradientAverage,
      @State(when = "withMomentum") float buffer) {
    squareAverage = Math.fma(alphaComplement * g, g, alpha * squareAverage);
    float x = correction * squareAverage;
    if (centered) {
      gradientAverage = Math.fma(alphaComplement, g - gradientAverage, gradientAverage);
      float c = correction * gradientAverage;
      x = Math.fma(-c, c, x);
    }
    float r = (float) Math.sqrt(epsilonInRoot ? x + epsilon : x);
    float d = gradientFactor * g / (epsilonInRoot ? r : r + epsilon);
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
    FloatVector x = squareAverage.mul(correction);
    if (centered) {
      gradientAverage = g.sub(gradientAverage).lanewise(FMA, alphaComplement, gradientAverage);
      FloatVector c = gradientAverage.mul(correction);
      x = c.neg().lanewise(FMA, c, x);
    }
    FloatVector r = (epsilonInRoot ? x.add(epsilon) : x).sqrt();
    FloatVector d = g.mul(gradientFactor).div(epsilonInRoot ? r : r.add(epsilon));
    if (withMomentum) {
      buffer = buffer.lanewise(FMA, momentum, d);
      d = buffer;
    }
    w = d.lanewise(FMA, -learningRate, w);
  }
}
