package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Schedule-free AdamW (Defazio et al., 2024). The parameters, where gradients are taken, lie
 * between z and its average x. Evaluate with x, an array of the state ({@link
 * FloatOptimizerState#copy}).
 *
 * <pre>
 * v = beta2 * v + (1 - beta2) * g²          (g is the gradient, negated if maximize)
 * z = z - learningRate * (g / (sqrt(v / (1 - beta2^t)) + epsilon) + weightDecay * w)
 * x = x + c * (z - x), where c is the weight of this step over the sum of all weights so far
 * w = (1 - beta1) * z + beta1 * x
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.0025
 * @param beta1 weight of the average in the parameters, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator; at least 0, default 1e-8
 * @param weightDecay decoupled weight decay, at least 0; default 0
 * @param weightPower power of the greatest learning rate so far that weighs a step in the average,
 *     at least 0; default 2, as in optax; Keras has 0
 * @param maximize ascend instead of descend
 */
public record ScheduleFreeAdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double weightPower,
    boolean maximize)
    implements StepOptimizer, ScheduleFreeAdamWOptions {
  private static final ScheduleFreeAdamW DEFAULTS =
      new ScheduleFreeAdamW(2.5e-3, 0.9, 0.999, 1e-8, 0, 2, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public ScheduleFreeAdamW {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
    requireNonNegative("weightPower", weightPower);
  }

  /** optax' defaults: learning rate 0.0025, betas 0.9 and 0.999, epsilon 1e-8. */
  public static ScheduleFreeAdamW defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.SCHEDULE_FREE_ADAM;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    if (t == 1) {
      step.fillWithParam(0).fillWithParam(1);
    }
    double greatest = Math.max(step.kept(1), rate);
    double weight = Powers.real(greatest, weightPower);
    double sum = step.kept(0) + weight;
    step.keep(0, sum).keep(1, greatest);
    step.scalar(beta2)
        .scalar(1 - beta2)
        .scalar(rate)
        .scalar(1 / Math.sqrt(1 - Powers.of(beta2, t)))
        .scalar(epsilon)
        .scalar(sum == 0 ? 0 : weight / sum)
        .scalar(beta1)
        .scalar(rate * weightDecay);
  }
}
