package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Adamax (Kingma and Ba, 2015): Adam with the infinity norm.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * m = beta1 * m + (1 - beta1) * g
 * u = max(beta2 * u, |g| + epsilon)
 * w = w - learningRate / (1 - beta1^t) * m / u
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.002
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the maximum, in [0, 1); default 0.999
 * @param epsilon added to the size of the gradient; at least 0, default 1e-8
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param maximize ascend instead of descend
 */
public record Adamax(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean maximize)
    implements StepOptimizer, AdamaxOptions {
  private static final Adamax DEFAULTS = new Adamax(2e-3, 0.9, 0.999, 1e-8, 0, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adamax {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** torch's defaults: learning rate 0.002, betas 0.9 and 0.999, epsilon 1e-8. */
  public static Adamax defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADAMAX;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(weightDecay)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(rate / (1 - Powers.of(beta1, t)))
        .scalar(epsilon);
  }
}
