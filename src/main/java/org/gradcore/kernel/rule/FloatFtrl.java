package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * FTRL-Proximal (McMahan et al., 2013), as Keras has it, with the learning rate power -0.5.
 *
 * <pre>
 * s = sqrt(n)
 * n = fma(g, g, n)
 * r = sqrt(n)
 * z = z + fma(-((r - s) / learningRate), w, fma(shrinkage, w, g))
 * c = (z &gt; l1) ? l1 : (z &lt; -l1) ? -l1 : z
 * w = (c - z) / (r / learningRate + l2)
 * </pre>
 */
@Step
final class FloatFtrl {
  /** Learning rate, above 0. */
  @Scalar(steady = 1, least = 0.01)
  float learningRate;

  /** Strength of the L1 penalty. */
  @Scalar(steady = 0)
  float l1;

  /** 2*l2 + beta/learningRate. */
  @Scalar(steady = 1)
  float l2;

  /** 2*l2Shrinkage. */
  @Scalar(steady = 0)
  float shrinkage;

  void step(
      @Param float w,
      @Gradient float g,
      @State(nonNegative = true) float accumulator,
      @State float linear) {
    float s = (float) Math.sqrt(accumulator);
    accumulator = Math.fma(g, g, accumulator);
    float r = (float) Math.sqrt(accumulator);
    linear = linear + Math.fma(-((r - s) / learningRate), w, Math.fma(shrinkage, w, g));
    float c = linear > l1 ? l1 : linear < -l1 ? -l1 : linear;
    w = (c - linear) / (r / learningRate + l2);
  }

  void step(FloatVector w, FloatVector g, FloatVector accumulator, FloatVector linear) {
    FloatVector s = accumulator.sqrt();
    accumulator = g.lanewise(FMA, g, accumulator);
    FloatVector r = accumulator.sqrt();
    FloatVector shrunk = w.lanewise(FMA, shrinkage, g);
    linear = linear.add(r.sub(s).div(learningRate).neg().lanewise(FMA, w, shrunk));
    FloatVector c = linear.blend(-l1, linear.compare(LT, -l1)).blend(l1, linear.compare(GT, l1));
    w = c.sub(linear).div(r.div(learningRate).add(l2));
  }
}
