package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Adam (Kingma and Ba, 2015).
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g²
 * w = w - learningRate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator, outside the root; at least 0, default 1e-8
 * @param weightDecay coupled weight decay (L2 penalty, part of the gradient), at least 0; default
 *     0; for decoupled decay see {@link AdamW}
 * @param amsgrad divide by the running maximum of v (Reddi, Kale and Kumar, 2018), uncorrected
 * @param correctedAmsgrad whether that is the maximum of the corrected v, as in optax; default
 *     false
 * @param epsilonHat whether epsilon is added before the correction, to sqrt(v), as in Keras;
 *     default false
 * @param maximize ascend instead of descend
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean amsgrad,
    boolean correctedAmsgrad,
    boolean epsilonHat,
    boolean maximize)
    implements StepOptimizer, AdamOptions {
  private static final Adam DEFAULTS =
      new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false, false, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adam {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
    if (correctedAmsgrad && epsilonHat) {
      throw new IllegalArgumentException(
          "correctedAmsgrad with epsilonHat: one of them at most is allowed");
    }
  }

  /** torch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0. */
  public static Adam defaults() {
    return DEFAULTS;
  }

  /** Keras' defaults and meaning: epsilon 1e-7, before the correction. */
  public static Adam keras() {
    return DEFAULTS.withEpsilon(1e-7).withEpsilonHat(true);
  }

  /** optax' defaults and meaning: AMSGrad, if it is asked for, of the corrected v. */
  public static Adam optax() {
    return DEFAULTS.withCorrectedAmsgrad(true);
  }

  @Override
  public Kernel kernel() {
    return amsgrad ? Kernel.ADAM_AMSGRAD : Kernel.ADAM;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    double correction2 = 1 - Powers.of(beta2, t);
    double root = 1 / Math.sqrt(correction2);
    double size = rate / (1 - Powers.of(beta1, t));
    boolean before = amsgrad && correctedAmsgrad;
    step.weightDecay(weightDecay)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(epsilonHat ? size / root : size)
        .scalar(before || epsilonHat ? 1 : root);
    if (amsgrad) {
      step.scalar(before ? 1 / correction2 : 1);
    }
    step.scalar(epsilon).scalar(1);
  }
}
