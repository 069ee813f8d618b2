package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * RAdam (Liu et al., 2020): Adam whose step is rectified by how well the second moment is known.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g²
 * R = 2 / (1 - beta2) - 1,  r = R - 2 * t * beta2^t / (1 - beta2^t)
 * w = w - learningRate / (1 - beta1^t) * m, and if r &gt; 5 that times
 *     sqrt((r - 4) * (r - 2) * R / ((R - 4) * (R - 2) * r)) * sqrt(1 - beta2^t) / (sqrt(v) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator; at least 0, default 1e-8
 * @param weightDecay weight decay, at least 0; default 0
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record RAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, RAdamOptions {
  private static final int RECTIFIED = 1;
  private static final RAdam DEFAULTS = new RAdam(1e-3, 0.9, 0.999, 1e-8, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public RAdam {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** torch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8. */
  public static RAdam defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.RADAM;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    double power = Powers.of(beta2, t);
    double most = 2 / (1 - beta2) - 1;
    double r = most - 2 * t * power / (1 - power);
    boolean rectified = r > 5;
    double size = rate / (1 - Powers.of(beta1, t));
    if (rectified) {
      double variance = (r - 4) * (r - 2) * most / ((most - 4) * (most - 2) * r);
      size *= Math.sqrt(variance) * Math.sqrt(1 - power);
    }
    step.weightDecay(decoupled ? 0 : weightDecay)
        .flags(rectified ? RECTIFIED : 0)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(size)
        .scalar(epsilon)
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }
}
