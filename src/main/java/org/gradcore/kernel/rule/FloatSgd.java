package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Stochastic gradient descent without momentum.
 *
 * <pre>
 * w = fma(-learningRate, g, w)
 * </pre>
 */
@Step
final class FloatSgd {
  /** Learning rate. */
  @Scalar(steady = 1e-6)
  float learningRate;

  void step(@Param float w, @Gradient float g) {
    w = Math.fma(-learningRate, g, w);
  }

  void step(FloatVector w, FloatVector g) {
    w = g.lanewise(FMA, -learningRate, w);
  }
}
