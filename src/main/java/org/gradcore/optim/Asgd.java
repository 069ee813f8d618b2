package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Averaged stochastic gradient descent (Polyak and Juditsky, 1992). The average is the array {@code
 * average} of the state ({@link FloatOptimizerState#copy}).
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * eta = learningRate / (1 + lambda * learningRate * (t - 1))^alpha
 * w = w * (1 - lambda * eta) - eta * g
 * average = average + (w - average) / max(1, t - 1 - t0)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.01
 * @param lambda decay of the parameters, at least 0; default 0.0001
 * @param alpha power with which the learning rate falls, at least 0; default 0.75
 * @param t0 steps after which averaging begins, at least 0; default 1,000,000
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param maximize ascend instead of descend
 */
public record Asgd(
    double learningRate,
    double lambda,
    double alpha,
    double t0,
    double weightDecay,
    boolean maximize)
    implements StepOptimizer, AsgdOptions {
  private static final int AVERAGES = 1;
  private static final Asgd DEFAULTS = new Asgd(1e-2, 1e-4, 0.75, 1e6, 0, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Asgd {
    requireNonNegative("learningRate", learningRate);
    requireNonNegative("lambda", lambda);
    requireNonNegative("alpha", alpha);
    requireNonNegative("t0", t0);
    requireNonNegative("weightDecay", weightDecay);
  }

  /**
   * torch's defaults: learning rate 0.01, lambda 0.0001, alpha 0.75, averages from a million steps
   * on.
   */
  public static Asgd defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ASGD;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    double eta = rate / Powers.real(1 + lambda * rate * (t - 1), alpha);
    double share = 1 / Math.max(1, t - 1 - t0);
    step.weightDecay(weightDecay)
        .flags(share < 1 ? AVERAGES : 0)
        .scalar(eta)
        .scalar(1 - lambda * eta)
        .scalar(share);
  }
}
