package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.FloatVector;

/**
 * Adamax (Kingma and Ba, 2015).
 *
 * <pre>
 * m = fma(beta1Complement, g - m, m)
 * a = beta2 * u
 * b = |g| + epsilon
 * u = (a &gt;= b) ? a : b
 * w = fma(-stepSize, m / u, w)
 * </pre>
 */
@Step
final class FloatAdamax {
  /** 1 - beta1. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** Decay rate of the maximum. */
  @Scalar(steady = 1, least = 0.9)
  float beta2;

  /** learningRate / (1 - beta1^t). */
  @Scalar(steady = 1e-6, most = 0.1)
  float stepSize;

  /** Added to the gradient. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  void step(
      @Param float w,
      @Gradient float g,
      @State float expAvg,
      @State(nonNegative = true) float expInf) {
    expAvg = Math.fma(beta1Complement, g - expAvg, expAvg);
    float a = beta2 * expInf;
    float b = Math.abs(g) + epsilon;
    expInf = a >= b ? a : b;
    w = Math.fma(-stepSize, expAvg / expInf, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expInf) {
    expAvg = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    FloatVector a = expInf.mul(beta2);
    FloatVector b = g.abs().add(epsilon);
    expInf = b.blend(a, a.compare(GE, b));
    w = expAvg.div(expInf).lanewise(FMA, -stepSize, w);
  }
}
