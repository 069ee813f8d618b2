package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * AdaBelief (Zhuang et al., 2020): Adam that divides by how far gradients are from their average.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * m = beta1 * m + (1 - beta1) * g
 * s = beta2 * s + (1 - beta2) * (g - m)² + epsilonRoot
 * w = w - learningRate / (1 - beta1^t) * m / (sqrt(s / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator; at least 0, default 1e-16
 * @param epsilonRoot added to s in each step, at least 0; default 1e-16
 * @param weightDecay weight decay, at least 0; default 0
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record AdaBelief(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double epsilonRoot,
    double weightDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, AdaBeliefOptions {
  private static final AdaBelief DEFAULTS =
      new AdaBelief(1e-3, 0.9, 0.999, 1e-16, 1e-16, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public AdaBelief {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("epsilonRoot", epsilonRoot);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** optax' defaults: betas 0.9 and 0.999, both epsilons 1e-16; learning rate 0.001. */
  public static AdaBelief defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADA_BELIEF;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(decoupled ? 0 : weightDecay)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(rate / (1 - Powers.of(beta1, t)))
        .scalar(1 / Math.sqrt(1 - Powers.of(beta2, t)))
        .scalar(epsilon)
        .scalar(epsilonRoot)
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }
}
