package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireFraction;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Adan (Xie et al., 2022): Adam with Nesterov momentum from differences of gradients.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * e = g - g of the step before              (0 in the first)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * e
 * n = beta3 * n + (1 - beta3) * (g + differenceWeight * e)²
 * u = m / (1 - beta1^t) + differenceWeight * v / (1 - beta2^t)
 * w = w - learningRate * u / (sqrt(n / (1 - beta3^t)) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.98
 * @param beta2 decay rate of the differences, in [0, 1); default 0.92
 * @param beta3 decay rate of the second moment, in [0, 1); default 0.99
 * @param differenceWeight weight of a difference, from 0 to 1; default 0.92, as in the paper, whose
 *     weight is beta2; optax has 1 - beta2
 * @param epsilon added to the denominator; at least 0, default 1e-8
 * @param weightDecay weight decay, at least 0; default 0
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record Adan(
    double learningRate,
    double beta1,
    double beta2,
    double beta3,
    double differenceWeight,
    double epsilon,
    double weightDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, AdanOptions {
  private static final int FIRST_STEP = 1;
  private static final Adan DEFAULTS =
      new Adan(1e-3, 0.98, 0.92, 0.99, 0.92, 1e-8, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adan {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireDecayRate("beta3", beta3);
    requireFraction("differenceWeight", differenceWeight);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** The paper's defaults: learning rate 0.001, betas 0.98, 0.92 and 0.99, epsilon 1e-8. */
  public static Adan defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADAN;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(decoupled ? 0 : weightDecay)
        .flags(t == 1 ? FIRST_STEP : 0)
        .scalar(1 - beta1)
        .scalar(1 - beta2)
        .scalar(beta3)
        .scalar(1 - beta3)
        .scalar(differenceWeight)
        .scalar(rate / (1 - Powers.of(beta1, t)))
        .scalar(rate * differenceWeight / (1 - Powers.of(beta2, t)))
        .scalar(1 / Math.sqrt(1 - Powers.of(beta3, t)))
        .scalar(epsilon)
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }
}
