package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Rprop (Riedmiller and Braun, 1993), without weight backtracking.
 *
 * <pre>
 * p = g * previous
 * s = (p &gt; 0) ? s * etaPlus : (p &lt; 0) ? s * etaMinus : s
 * s = (s &lt; leastStep) ? leastStep : (s &gt; greatestStep) ? greatestStep : s
 * h = (p &lt; 0) ? 0 : g
 * u = (h &gt; 0) ? 1 : (h &lt; 0) ? -1 : h
 * w = fma(-s, u, w)
 * previous = h
 * </pre>
 */
@Step
final class FloatRprop {
  /** Factor of a step size after a change of sign. */
  @Scalar(steady = 1)
  float etaMinus;

  /** Factor of a step size without one. */
  @Scalar(steady = 1)
  float etaPlus;

  /** The least step size. */
  @Scalar(steady = 1e-6, most = 0.1)
  float leastStep;

  /** The greatest step size. */
  @Scalar(steady = 1e-3)
  float greatestStep;

  void step(
      @Param float w,
      @Gradient float g,
      @State float previous,
      @State(nonNegative = true) float stepSize) {
    float p = g * previous;
    float s = p > 0 ? stepSize * etaPlus : p < 0 ? stepSize * etaMinus : stepSize;
    stepSize = s < leastStep ? leastStep : s > greatestStep ? greatestStep : s;
    previous = p < 0 ? 0 : g;
    float u = previous > 0 ? 1 : previous < 0 ? -1 : previous;
    w = Math.fma(-stepSize, u, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector previous, FloatVector stepSize) {
    FloatVector p = g.mul(previous);
    FloatVector s = stepSize.blend(stepSize.mul(etaPlus), p.compare(GT, 0));
    s = s.blend(stepSize.mul(etaMinus), p.compare(LT, 0));
    stepSize = s.blend(greatestStep, s.compare(GT, greatestStep));
    stepSize = stepSize.blend(leastStep, s.compare(LT, leastStep));
    previous = g.blend(0, p.compare(LT, 0));
    FloatVector u = previous.blend(1, previous.compare(GT, 0));
    u = u.blend(-1, previous.compare(LT, 0));
    w = stepSize.neg().lanewise(FMA, u, w);
  }
}
