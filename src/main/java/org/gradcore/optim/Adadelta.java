package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Adadelta (Zeiler, 2012).
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * v = rho * v + (1 - rho) * g²
 * d = sqrt(u + epsilon) / sqrt(v + epsilon) * g
 * u = rho * u + (1 - rho) * d²
 * w = w - learningRate * d
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 1
 * @param rho decay rate of both averages, in [0, 1); default 0.9
 * @param epsilon added inside both roots; at least 0, default 1e-6
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param maximize ascend instead of descend
 */
public record Adadelta(
    double learningRate, double rho, double epsilon, double weightDecay, boolean maximize)
    implements StepOptimizer, AdadeltaOptions {
  private static final Adadelta DEFAULTS = new Adadelta(1, 0.9, 1e-6, 0, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adadelta {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("rho", rho);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** torch's defaults: learning rate 1, rho 0.9, epsilon 1e-6. */
  public static Adadelta defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADADELTA;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(weightDecay).scalar(rate).scalar(rho).scalar(1 - rho).scalar(epsilon);
  }
}
