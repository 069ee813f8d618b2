package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Yogi (Zaheer et al., 2018): Adam whose second moment changes by at most a share of g².
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * m = beta1 * m + (1 - beta1) * g
 * v = v - (1 - beta2) * sign(v - g²) * g²   (m, v = initialAccumulator before the first step)
 * w = w - learningRate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator; at least 0, default 0.001
 * @param initialAccumulator what both moments begin with, at least 0; default 1e-6
 * @param weightDecay weight decay, at least 0; default 0
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record Yogi(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double initialAccumulator,
    double weightDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, YogiOptions {
  private static final Yogi DEFAULTS = new Yogi(1e-3, 0.9, 0.999, 1e-3, 1e-6, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Yogi {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("initialAccumulator", initialAccumulator);
    requireNonNegative("weightDecay", weightDecay);
  }

  /**
   * optax' defaults: betas 0.9 and 0.999, epsilon 0.001, moments from 1e-6; learning rate 0.001.
   */
  public static Yogi defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.YOGI;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    if (t == 1) {
      step.fill(0, initialAccumulator).fill(1, initialAccumulator);
    }
    step.weightDecay(decoupled ? 0 : weightDecay)
        .scalar(1 - beta1)
        .scalar(1 - beta2)
        .scalar(rate / (1 - Powers.of(beta1, t)))
        .scalar(1 / Math.sqrt(1 - Powers.of(beta2, t)))
        .scalar(epsilon)
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }
}
