package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Adagrad (Duchi, Hazan and Singer, 2011).
 *
 * <pre>
 * s = fma(g, g, s)
 * d = epsilonInRoot ? sqrt(s + epsilon) : sqrt(s) + epsilon
 * w = fma(-learningRate, g / d, w)
 * </pre>
 */
@Step
final class FloatAdagrad {
  /** Whether epsilon is inside the root. */
  boolean epsilonInRoot;

  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** Added to the denominator. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  void step(@Param float w, @Gradient float g, @State(nonNegative = true) float sum) {
    sum = Math.fma(g, g, sum);
    float d = (float) Math.sqrt(epsilonInRoot ? sum + epsilon : sum);
    d = epsilonInRoot ? d : d + epsilon;
    w = Math.fma(-learningRate, g / d, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector sum) {
    sum = g.lanewise(FMA, g, sum);
    FloatVector d = (epsilonInRoot ? sum.add(epsilon) : sum).sqrt();
    d = epsilonInRoot ? d : d.add(epsilon);
    w = g.div(d).lanewise(FMA, -learningRate, w);
  }
}
