package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireAtLeast;
import static org.gradcore.optim.Hyperparameters.requireBetween;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Rprop (Riedmiller and Braun, 1993): step sizes that follow the signs of gradients, for full
 * batches.
 *
 * <pre>
 * s = learningRate before the first step; then, by the sign of g * previous,
 *     s = s * etaPlus, s * etaMinus or s, within leastStep and greatestStep
 * g = 0 where the sign has changed          (g is the gradient, negated if maximize)
 * w = w - sign(g) * s
 * </pre>
 *
 * <p>A gradient that is NaN makes its parameter NaN (torch leaves it as it is).
 *
 * @param learningRate the initial step size, at least 0; default 0.01; that of the first step
 *     counts
 * @param etaMinus factor of a step size after a change of sign, between 0 and 1; default 0.5
 * @param etaPlus factor of a step size without one, above 1; default 1.2
 * @param leastStep the least step size, at least 0; default 1e-6
 * @param greatestStep the greatest step size, at least the least; default 50
 * @param maximize ascend instead of descend
 */
public record Rprop(
    double learningRate,
    double etaMinus,
    double etaPlus,
    double leastStep,
    double greatestStep,
    boolean maximize)
    implements StepOptimizer, RpropOptions {
  private static final Rprop DEFAULTS = new Rprop(1e-2, 0.5, 1.2, 1e-6, 50, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Rprop {
    requireNonNegative("learningRate", learningRate);
    requireBetween("etaMinus", etaMinus, 0, 1);
    requireBetween("etaPlus", etaPlus, 1, Double.POSITIVE_INFINITY);
    requireNonNegative("leastStep", leastStep);
    requireAtLeast("greatestStep", greatestStep, leastStep);
  }

  /** torch's defaults: step sizes from 0.01 within 1e-6 and 50, factors 0.5 and 1.2. */
  public static Rprop defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.RPROP;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    if (t == 1) {
      step.fill(1, rate);
    }
    step.scalar(etaMinus).scalar(etaPlus).scalar(leastStep).scalar(greatestStep);
  }
}
