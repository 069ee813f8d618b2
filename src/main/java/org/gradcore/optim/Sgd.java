package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireFraction;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import java.util.Locale;
import org.gradcore.kernel.Kernel;

/**
 * Stochastic gradient descent, with momentum as torch has it: the learning rate is outside the
 * buffer, and the first step takes the gradient as the buffer, without dampening.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * b = first step ? g : momentum * b + (1 - dampening) * g
 * w = w - learningRate * (nesterov ? g + momentum * b : b)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; torch's default 0.001
 * @param momentum momentum factor from 0 to 1; 0, the default, needs no state
 * @param dampening dampening of the momentum from 0 to 1; default 0; without effect if momentum is
 *     0
 * @param nesterov Nesterov momentum (Sutskever et al., 2013), which needs momentum and no dampening
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param rateInBuffer whether the learning rate is in the buffer, as in Keras: b = momentum * b +
 *     learningRate * g, from 0, and w = w - (nesterov ? learningRate * g + momentum * b : b); it
 *     needs no dampening, and differs where learning rates change; default false
 * @param maximize ascend instead of descend
 */
public record Sgd(
    double learningRate,
    double momentum,
    double dampening,
    boolean nesterov,
    double weightDecay,
    boolean rateInBuffer,
    boolean maximize)
    implements StepOptimizer, SgdOptions {
  private static final int NESTEROV = 1;
  private static final int FIRST_STEP = 2;
  private static final Sgd DEFAULTS = new Sgd(1e-3, 0, 0, false, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range, or Nesterov is asked
   *     for without momentum or with dampening
   */
  public Sgd {
    requireNonNegative("learningRate", learningRate);
    requireFraction("momentum", momentum);
    requireFraction("dampening", dampening);
    requireNonNegative("weightDecay", weightDecay);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nesterov with momentum %s and dampening %s: momentum > 0 and dampening 0 are needed",
              momentum,
              dampening));
    }
    if (rateInBuffer && dampening != 0) {
      throw new IllegalArgumentException(
          "rateInBuffer with dampening " + dampening + ": dampening 0 is needed");
    }
  }

  /** torch's defaults: learning rate 0.001, no momentum, no weight decay. */
  public static Sgd defaults() {
    return DEFAULTS;
  }

  /** Keras' defaults and meaning: learning rate 0.01, in the buffer where there is momentum. */
  public static Sgd keras() {
    return DEFAULTS.withLearningRate(1e-2).withRateInBuffer(true);
  }

  @Override
  public Kernel kernel() {
    return momentum == 0 ? Kernel.SGD : Kernel.SGD_MOMENTUM;
  }

  @Override
  public int flags() {
    return nesterov ? NESTEROV : 0;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(weightDecay);
    if (momentum == 0) {
      step.scalar(rate);
    } else if (rateInBuffer) {
      step.scalar(1).scalar(momentum).scalar(rate);
    } else {
      step.scalar(rate).scalar(momentum).scalar(1 - dampening).flags(t == 1 ? FIRST_STEP : 0);
    }
  }
}
