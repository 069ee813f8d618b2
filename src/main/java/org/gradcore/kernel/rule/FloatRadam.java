package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * RAdam (Liu et al., 2020).
 *
 * <pre>
 * w = w * decay
 * m = fma(beta1Complement, g - m, m)
 * v = fma(beta2Complement * g, g, beta2 * v)
 * u = rectified ? m / (sqrt(v) + epsilon) : m
 * w = fma(-stepSize, u, w)
 * </pre>
 */
@Step
final class FloatRadam {
  /** Whether the second moment is of use yet. */
  boolean rectified;

  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** Decay rate of the second moment. */
  @Scalar(steady = 1, least = 0.9)
  float beta2;

  /** 1 - beta2. */
  @Scalar(steady = 0, most = 0.1)
  float beta2Complement;

  /** learningRate / (1 - beta1^t), times the rectification. */
  @Scalar(steady = 1e-6, most = 0.1)
  float stepSize;

  /** Added to the denominator, outside the root. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Factor of decoupled weight decay, 1 for none. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  void step(
      @Param float w,
      @Gradient float g,
      @State float expAvg,
      @State(nonNegative = true) float expAvgSq) {
    w = w * decay;
    expAvg = Math.fma(beta1Complement, g - expAvg, expAvg);
    expAvgSq = Math.fma(beta2Complement * g, g, beta2 * expAvgSq);
    float u = rectified ? expAvg / ((float) Math.sqrt(expAvgSq) + epsilon) : expAvg;
    w = Math.fma(-stepSize, u, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expAvgSq) {
    w = w.mul(decay);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    expAvgSq = g.mul(beta2Complement).lanewise(FMA, g, expAvgSq.mul(beta2));
    FloatVector u = rectified ? expAvg.div(expAvgSq.sqrt().add(epsilon)) : expAvg;
    w = u.lanewise(FMA, -stepSize, w);
  }
}
