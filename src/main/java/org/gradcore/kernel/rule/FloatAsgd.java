package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Averaged stochastic gradient descent (Polyak and Juditsky, 1992).
 *
 * <pre>
 * w = fma(-learningRate, g, w * decay)
 * a = averages ? fma(share, w - a, a) : w
 * </pre>
 */
@Step
final class FloatAsgd {
  /** Whether averaging has begun; before, the average is the parameters. */
  boolean averages;

  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** 1 - lambda*learningRate. */
  @Scalar(steady = 1, least = 0.9)
  float decay;

  /** What of the difference the average takes. */
  @Scalar(steady = 0)
  float share;

  void step(@Param float w, @Gradient float g, @State float average) {
    w = Math.fma(-learningRate, g, w * decay);
    average = averages ? Math.fma(share, w - average, average) : w;
  }

  void step(FloatVector w, FloatVector g, FloatVector average) {
    w = g.lanewise(FMA, -learningRate, w.mul(decay));
    average = averages ? w.sub(average).lanewise(FMA, share, average) : w;
  }
}
