package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Yogi (Zaheer et al., 2018).
 *
 * <pre>
 * w = w * decay
 * m = fma(beta1Complement, g - m, m)
 * q = g * g
 * e = v - q
 * u = (e &gt; 0) ? 1 : (e &lt; 0) ? -1 : e
 * v = fma(-beta2Complement * u, q, v)
 * d = fma(sqrt(v), inverseSqrtCorrection2, epsilon)
 * w = fma(-stepSize, m / d, w)
 * </pre>
 */
@Step
final class FloatYogi {
  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

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
    float q = g * g;
    float e = expAvgSq - q;
    float u = e > 0 ? 1 : e < 0 ? -1 : e;
    expAvgSq = Math.fma(-beta2Complement * u, q, expAvgSq);
    float d = Math.fma((float) Math.sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    w = Math.fma(-stepSize, expAvg / d, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expAvgSq) {
    w = w.mul(decay);
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    FloatVector q = g.mul(g);
    FloatVector e = expAvgSq.sub(q);
    FloatVector u = e.blend(1, e.compare(GT, 0)).blend(-1, e.compare(LT, 0));
    expAvgSq = u.mul(-beta2Complement).lanewise(FMA, q, expAvgSq);
    FloatVector d = expAvgSq.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
    w = expAvg.div(d).lanewise(FMA, -stepSize, w);
  }
}
