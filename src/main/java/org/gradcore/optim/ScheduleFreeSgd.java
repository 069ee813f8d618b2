package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Schedule-free SGD (Defazio et al., 2024). The parameters, where gradients are taken, lie between
 * z and its average x. Evaluate with x, an array of the state ({@link FloatOptimizerState#copy}).
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * z = z - learningRate * g
 * x = x + c * (z - x), where c is the weight of this step over the sum of all weights so far
 * w = (1 - beta) * z + beta * x
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 1
 * @param beta weight of the average in the parameters, in [0, 1); default 0.9
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param weightPower power of the greatest learning rate so far that weighs a step in the average,
 *     at least 0; default 2, as in optax; Keras has 0
 * @param maximize ascend instead of descend
 */
public record ScheduleFreeSgd(
    double learningRate, double beta, double weightDecay, double weightPower, boolean maximize)
    implements StepOptimizer, ScheduleFreeSgdOptions {
  private static final ScheduleFreeSgd DEFAULTS = new ScheduleFreeSgd(1, 0.9, 0, 2, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public ScheduleFreeSgd {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta", beta);
    requireNonNegative("weightDecay", weightDecay);
    requireNonNegative("weightPower", weightPower);
  }

  /** optax' defaults: learning rate 1, beta 0.9. */
  public static ScheduleFreeSgd defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.SCHEDULE_FREE_SGD;
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
    step.weightDecay(weightDecay).scalar(rate).scalar(sum == 0 ? 0 : weight / sum).scalar(beta);
  }
}
