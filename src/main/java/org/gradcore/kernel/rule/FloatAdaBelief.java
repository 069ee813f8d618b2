package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * AdaBelief (Zhuang et al., 2020).
 *
 * <pre>
 * w = w * decay
 * m = fma(beta1Complement, g - m, m)
 * e = g - m
 * s = fma(beta2Complement * e, e, beta2 * s) + epsilonRoot
 * d = fma(sqrt(s), inverseSqrtCorrection2, epsilon)
 * w = fma(-stepSize, m / d, w)
 * </pre>
 */
@Step
final class FloatAdaBelief {
  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** Decay rate of the second moment. */
  @Scalar(steady = 1, least = 0.9)
  float beta2;

  /** 1 - beta2. */
  @Scalar(steady = 0, most = 0.1)
  float beta2Complement;

  /** learningRate / (1 - beta1^t). */
  @Scalar(steady = 1e-6, most = 0.1)
  float stepSize;

  /** 1 / sqrt(1 - beta2^t). */
  @Scalar(steady = 1, least = 1, most = 30)
  float inverseSqrtCorrection2;

  /** Added to the denominator, outside the root. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Added to the second moment in every step. */
  @Scalar(steady = 0, most = 1e-3)
  float epsilonRoot;

  /** Factor of decoupled weight decay, 1 for none. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  void step(
      @Param float w,
      @Gradient float g,
      @State float expAvg,
      @State(nonNegative = true) float expAvgVar) {
    w = w * decay;
    expAvg = Math.fma(beta1Complement, g - expAvg, expAvg);
    float e = g - expAvg;
    expAvgVar = Math.fma(beta2Complement * e, e, beta2 * expAvgVar) + epsilonRoot;
    float d = Math.fma((float) Math.sqrt(expAvgVar), inverseSqrtCorrection2, epsilon);
    w = Math.fma(-stepSize, expAvg / d, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expAvgVar) {
    w = w.mul(decay);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    FloatVector e = g.sub(expAvg);
    expAvgVar = e.mul(beta2Complement).lanewise(FMA, e, expAvgVar.mul(beta2)).add(epsilonRoot);
    FloatVector d = expAvgVar.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
    w = expAvg.div(d).lanewise(FMA, -stepSize, w);
  }
}
