package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * AdamW (Loshchilov and Hutter, 2019): {@link Adam} with decoupled weight decay, which torch also
 * offers as {@code Adam(decoupled_weight_decay=True)}.
 *
 * <pre>
 * w = w * (1 - learningRate * weightDecay), then as Adam without weight decay
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator, outside the root; at least 0, default 1e-8
 * @param weightDecay decoupled weight decay, multiplied by the learning rate; at least 0, default
 *     0.01
 * @param amsgrad divide by the running maximum of the uncorrected v (Reddi, Kale and Kumar, 2018)
 * @param maximize ascend instead of descend
 */
public record AdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean amsgrad,
    boolean maximize)
    implements StepOptimizer, AdamWOptions {
  private static final AdamW DEFAULTS = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public AdamW {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /**
   * torch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01.
   */
  public static AdamW defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return amsgrad ? Kernel.ADAM_AMSGRAD : Kernel.ADAM;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(0)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(rate / (1 - Powers.of(beta1, t)))
        .scalar(1 / Math.sqrt(1 - Powers.of(beta2, t)))
        .scalar(epsilon)
        .scalar(1 - rate * weightDecay);
  }
}
