package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Lion (Chen et al., 2023): the sign of a momentum, with decoupled weight decay.
 *
 * <pre>
 * u = sign(beta1 * m + (1 - beta1) * g)     (g is the gradient, negated if maximize)
 * m = beta2 * m + (1 - beta2) * g
 * w = w - learningRate * (u + weightDecay * w)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.0001
 * @param beta1 share of the momentum in a step, in [0, 1); default 0.9
 * @param beta2 decay rate of the momentum, in [0, 1); default 0.99
 * @param weightDecay decoupled weight decay, at least 0; default 0
 * @param maximize ascend instead of descend
 */
public record Lion(
    double learningRate, double beta1, double beta2, double weightDecay, boolean maximize)
    implements StepOptimizer, LionOptions {
  private static final Lion DEFAULTS = new Lion(1e-4, 0.9, 0.99, 0, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Lion {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** The paper's defaults: learning rate 0.0001, betas 0.9 and 0.99, no weight decay. */
  public static Lion defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.LION;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.scalar(1 - beta1).scalar(1 - beta2).scalar(rate).scalar(1 - rate * weightDecay);
  }
}
