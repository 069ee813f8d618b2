package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Adan (Xie et al., 2022).
 *
 * <pre>
 * w = w * decay
 * e = firstStep ? 0 : g - previous
 * m = fma(beta1Complement, g - m, m)
 * v = fma(beta2Complement, e - v, v)
 * h = fma(differenceWeight, e, g)
 * n = fma(beta3Complement * h, h, beta3 * n)
 * d = fma(sqrt(n), inverseSqrtCorrection3, epsilon)
 * w = w - fma(differenceStep, v, momentStep * m) / d
 * previous = g
 * </pre>
 */
@Step
final class FloatAdan {
  /** There is no gradient before; what it would be is not read. */
  boolean firstStep;

  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** 1 - beta2. */
  @Scalar(steady = 0, most = 0.5)
  float beta2Complement;

  /** Decay rate of the second moment. */
  @Scalar(steady = 1, least = 0.9)
  float beta3;

  /** 1 - beta3. */
  @Scalar(steady = 0, most = 0.1)
  float beta3Complement;

  /** Weight of a difference of gradients. */
  @Scalar(steady = 0.9)
  float differenceWeight;

  /** learningRate / (1 - beta1^t). */
  @Scalar(steady = 1e-6, most = 0.1)
  float momentStep;

  /** learningRate * differenceWeight / (1 - beta2^t). */
  @Scalar(steady = 1e-6, most = 0.1)
  float differenceStep;

  /** 1 / sqrt(1 - beta3^t). */
  @Scalar(steady = 1, least = 1, most = 30)
  float inverseSqrtCorrection3;

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
      @State float expAvgDiff,
      @State(nonNegative = true) float expAvgSq,
      @State float previous) {
    w = w * decay;
    float e = firstStep ? 0 : g - previous;
    expAvg = Math.fma(beta1Complement, g - expAvg, expAvg);
    expAvgDiff = Math.fma(beta2Complement, e - expAvgDiff, expAvgDiff);
    float h = Math.fma(differenceWeight, e, g);
    expAvgSq = Math.fma(beta3Complement * h, h, beta3 * expAvgSq);
    float d = Math.fma((float) Math.sqrt(expAvgSq), inverseSqrtCorrection3, epsilon);
    w = w - Math.fma(differenceStep, expAvgDiff, momentStep * expAvg) / d;
    previous = g;
  }

  void step(
      FloatVector w,
      FloatVector g,
      FloatVector expAvg,
      FloatVector expAvgDiff,
      FloatVector expAvgSq,
      FloatVector previous) {
    w = w.mul(decay);
    FloatVector e = firstStep ? FloatVector.zero(g.species()) : g.sub(previous);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    expAvgDiff = e.sub(expAvgDiff).lanewise(FMA, beta2Complement, expAvgDiff);
    FloatVector h = e.lanewise(FMA, differenceWeight, g);
    expAvgSq = h.mul(beta3Complement).lanewise(FMA, h, expAvgSq.mul(beta3));
    FloatVector d = expAvgSq.sqrt().lanewise(FMA, inverseSqrtCorrection3, epsilon);
    w = w.sub(expAvgDiff.lanewise(FMA, differenceStep, expAvg.mul(momentStep)).div(d));
    previous = g;
  }
}
