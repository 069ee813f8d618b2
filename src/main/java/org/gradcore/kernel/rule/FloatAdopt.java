package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * ADOPT (Taniguchi et al., 2024).
 *
 * <pre>
 * w = w * decay
 * r = sqrt(v)
 * u = g / ((r &lt; epsilon) ? epsilon : r)
 * if (clipped)  u = (u &gt; bound) ? bound : (u &lt; -bound) ? -bound : u
 * m = fma(beta1Complement, u - m, m)
 * v = fma(beta2Complement * g, g, beta2 * v)
 * w = fma(-learningRate, m, w)
 * </pre>
 */
@Step
final class FloatAdopt {
  /** Whether there is a bound. */
  boolean clipped;

  /** 1 - beta1; 0 in the first step. */
  @Scalar(steady = 0, most = 0.5)
  float beta1Complement;

  /** Decay rate of the second moment; 0 in the first step. */
  @Scalar(steady = 1)
  float beta2;

  /** 1 - beta2; 1 in the first step. */
  @Scalar(steady = 0)
  float beta2Complement;

  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** The least denominator. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** Bound of what the moment takes. */
  @Scalar(steady = 1)
  float bound;

  /** Factor of decoupled weight decay, 1 for none. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  void step(
      @Param float w,
      @Gradient float g,
      @State float expAvg,
      @State(nonNegative = true) float expAvgSq) {
    w = w * decay;
    float r = (float) Math.sqrt(expAvgSq);
    float u = g / (r < epsilon ? epsilon : r);
    if (clipped) {
      u = u > bound ? bound : u < -bound ? -bound : u;
    }
    expAvg = Math.fma(beta1Complement, u - expAvg, expAvg);
    expAvgSq = Math.fma(beta2Complement * g, g, beta2 * expAvgSq);
    w = Math.fma(-learningRate, expAvg, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg, FloatVector expAvgSq) {
    w = w.mul(decay);
    FloatVector r = expAvgSq.sqrt();
    FloatVector u = g.div(r.blend(epsilon, r.compare(LT, epsilon)));
    if (clipped) {
      u = u.blend(-bound, u.compare(LT, -bound)).blend(bound, u.compare(GT, bound));
    }
    expAvg = u.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    expAvgSq = g.mul(beta2Complement).lanewise(FMA, g, expAvgSq.mul(beta2));
    w = expAvg.lanewise(FMA, -learningRate, w);
  }
}
