package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireNonNegative;
import static org.gradcore.optim.Hyperparameters.requirePositive;

import org.gradcore.kernel.Kernel;

/**
 * FTRL-Proximal (McMahan et al., 2013), as Keras has it: with an L1 penalty that gives zeros.
 *
 * <pre>
 * r = sqrt(n), n = n + g²                   (n = initialAccumulator before the first step)
 * z = z + g + 2 * l2Shrinkage * w - (sqrt(n) - r) / learningRate * w
 * q = (sqrt(n) + beta) / learningRate + 2 * l2Strength
 * w = (clip(z, -l1Strength, l1Strength) - z) / q
 * </pre>
 *
 * <p>g is the gradient, negated if maximize. The power of the learning rate is -0.5.
 *
 * @param learningRate learning rate, above 0; default 0.001
 * @param initialAccumulator what the sums of squares begin with, at least 0; default 0.1
 * @param l1Strength strength of the L1 penalty, at least 0; default 0
 * @param l2Strength strength of the L2 penalty, at least 0; default 0
 * @param l2Shrinkage strength of the L2 penalty that is part of the gradient, at least 0; default 0
 * @param beta beta of the paper, at least 0; default 0
 * @param maximize ascend instead of descend
 */
public record Ftrl(
    double learningRate,
    double initialAccumulator,
    double l1Strength,
    double l2Strength,
    double l2Shrinkage,
    double beta,
    boolean maximize)
    implements StepOptimizer, FtrlOptions {
  private static final Ftrl DEFAULTS = new Ftrl(1e-3, 0.1, 0, 0, 0, 0, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Ftrl {
    requirePositive("learningRate", learningRate);
    requireNonNegative("initialAccumulator", initialAccumulator);
    requireNonNegative("l1Strength", l1Strength);
    requireNonNegative("l2Strength", l2Strength);
    requireNonNegative("l2Shrinkage", l2Shrinkage);
    requireNonNegative("beta", beta);
  }

  /** Keras' defaults: learning rate 0.001, sums from 0.1, no penalties. */
  public static Ftrl defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.FTRL;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    requirePositive("learningRate", rate);
    if (t == 1) {
      step.fill(0, initialAccumulator);
    }
    step.scalar(rate)
        .scalar(l1Strength)
        .scalar(2 * l2Strength + beta / rate)
        .scalar(2 * l2Shrinkage);
  }
}
