package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Lion (Chen et al., 2023).
 *
 * <pre>
 * c = fma(beta1Complement, g - m, m)
 * u = (c &gt; 0) ? 1 : (c &lt; 0) ? -1 : c
 * m = fma(beta2Complement, g - m, m)
 * w = fma(-learningRate, u, w * decay)
 * </pre>
 */
@Step
final class FloatLion {
  /** 1 - beta1. */
  @Scalar(steady = 0.1)
  float beta1Complement;

  /** 1 - beta2. */
  @Scalar(steady = 0)
  float beta2Complement;

  /** Learning rate. */
  @Scalar(steady = 1e-6)
  float learningRate;

  /** Factor of decoupled weight decay, 1 - learningRate*weightDecay. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  void step(@Param float w, @Gradient float g, @State float expAvg) {
    float c = Math.fma(beta1Complement, g - expAvg, expAvg);
    float u = c > 0 ? 1 : c < 0 ? -1 : c;
    expAvg = Math.fma(beta2Complement, g - expAvg, expAvg);
    w = Math.fma(-learningRate, u, w * decay);
  }

  void step(FloatVector w, FloatVector g, FloatVector expAvg) {
    FloatVector c = g.sub(expAvg).lanewise(FMA, beta1Complement, expAvg);
    FloatVector u = c.blend(1, c.compare(GT, 0)).blend(-1, c.compare(LT, 0));
    expAvg = g.sub(expAvg).lanewise(FMA, beta2Complement, expAvg);
    w = u.lanewise(FMA, -learningRate, w.mul(decay));
  }
}
