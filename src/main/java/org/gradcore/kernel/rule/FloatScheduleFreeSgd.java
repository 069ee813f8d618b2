package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Schedule-free stochastic gradient descent (Defazio et al., 2024). The parameters are the point of
 * the gradients, between z and its average x.
 *
 * <pre>
 * z = fma(-learningRate, g, z)
 * x = fma(share, z - x, x)
 * w = fma(beta, x - z, z)
 * </pre>
 */
@Step
final class FloatScheduleFreeSgd {
  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** What of the difference the average takes. */
  @Scalar(steady = 0)
  float share;

  /** Weight of the average in the parameters. */
  @Scalar(steady = 0.9)
  float beta;

  void step(@Param float w, @Gradient float g, @State float z, @State float x) {
    z = Math.fma(-learningRate, g, z);
    x = Math.fma(share, z - x, x);
    w = Math.fma(beta, x - z, z);
  }

  void step(FloatVector w, FloatVector g, FloatVector z, FloatVector x) {
    z = g.lanewise(FMA, -learningRate, z);
    x = z.sub(x).lanewise(FMA, share, x);
    w = x.sub(z).lanewise(FMA, beta, z);
  }
}
