package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * NAdam (Dozat, 2016).
 *
 * <pre>
 * w = w * decay
 * m = fma(beta1Complement, g - m, m)
 * v = fma(beta2Complement * g, g, beta2 * v)
 * d = fma(sqrt(v), inverseSqrtCorrection2, epsilon)
 * w = w - fma(momentStep, m, gradientStep * g) / d
 * </pre>
 */
@Step
final class FloatNadam {
  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** Decay rate of the second moment. */
  @Scalar(steady = 1, least = 0.9)
  float beta2;

  /** 1 - beta2. */
  @Scalar(steady = 0, most = 0.1)
  float beta2Complement;

  /** learningRate * (1 - mu_t) / (1 - mu_1 ... mu_t). */
  @Scalar(steady = 1e-6, most = 0.1)
  float gradientStep;

  /** learningRate * mu_(t+1) / (1 - mu_1 ... mu_(t+1)). */
  @Scalar(steady = 1e-6, most = 0.1)
  float momentStep;

  /** 1 / sqrt(1 - beta2^t). */
  @Scalar(steady = 1, least = 1, most = 30)
  float inverseSqrtCorrection2;

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
    float d = Math.fma((float) Math.sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    w = w - Math.fma(momentStep, expAvg, gradientStep * g) / d;
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expAvgSq) {
    w = w.mul(decay);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    expAvgSq = g.mul(beta2Complement).lanewise(FMA, g, expAvgSq.mul(beta2));
    FloatVector d = expAvgSq.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
    w = w.sub(expAvg.lanewise(FMA, momentStep, g.mul(gradientStep)).div(d));
  }
}
