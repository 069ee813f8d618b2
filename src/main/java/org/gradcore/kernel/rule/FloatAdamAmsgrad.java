package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Adam with AMSGrad (Reddi et al., 2018): divides by the running maximum of the second moment,
 * which is corrected before (correction2) or after (inverseSqrtCorrection2).
 *
 * <pre>
 * ... as Adam up to v, then
 * c = correction2 * v
 * x = (c &lt;= x) ? x : c
 * d = fma(sqrt(x), inverseSqrtCorrection2, epsilon)
 * w = fma(-stepSize, m / d, w)
 * </pre>
 */
@Step
final class FloatAdamAmsgrad {
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

  /** 1 / sqrt(1 - beta2^t), 1 where the maximum is that of corrected moments. */
  @Scalar(steady = 1, least = 1, most = 30)
  float inverseSqrtCorrection2;

  /** 1 / (1 - beta2^t) where the maximum is that of corrected moments, else 1. */
  @Scalar(steady = 1, least = 1, most = 30)
  float correction2;

  /** Added to the denominator, outside the root. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Factor of decoupled weight decay, 1 - learningRate*weightDecay (AdamW), 1 for none. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  void step(
      @Param float w,
      @Gradient float g,
      @State float expAvg,
      @State(nonNegative = true) float expAvgSq,
      @State(nonNegative = true) float maxExpAvgSq) {
    w = w * decay;
    expAvg = Math.fma(beta1Complement, g - expAvg, expAvg);
    expAvgSq = Math.fma(beta2Complement * g, g, beta2 * expAvgSq);
    float c = correction2 * expAvgSq;
    maxExpAvgSq = c <= maxExpAvgSq ? maxExpAvgSq : c;
    float d = Math.fma((float) Math.sqrt(maxExpAvgSq), inverseSqrtCorrection2, epsilon);
    w = Math.fma(-stepSize, expAvg / d, w);
  }

  void step(
      FloatVector w,
      FloatVector g,
      FloatVector expAvg,
      FloatVector expAvgSq,
      FloatVector maxExpAvgSq) {
    w = w.mul(decay);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    expAvgSq = g.mul(beta2Complement).lanewise(FMA, g, expAvgSq.mul(beta2));
    FloatVector c = expAvgSq.mul(correction2);
    maxExpAvgSq = c.blend(maxExpAvgSq, c.compare(LE, maxExpAvgSq));
    FloatVector d = maxExpAvgSq.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
    w = expAvg.div(d).lanewise(FMA, -stepSize, w);
  }
}
