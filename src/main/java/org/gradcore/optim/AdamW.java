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
 * @param amsgrad divide by the running maximum of v (Reddi, Kale and Kumar, 2018), uncorrected
 * @param correctedAmsgrad whether that is the maximum of the corrected v, as in optax; default
 *     false
 * @param epsilonHat whether epsilon is added before the correction, to sqrt(v), as in Keras;
 *     default false
 * @param maximize ascend instead of descend
 */
public record AdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean amsgrad,
    boolean correctedAmsgrad,
    boolean epsilonHat,
    boolean maximize)
    implements StepOptimizer, AdamWOptions {
  private static final AdamW DEFAULTS =
      new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01, false, false, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public AdamW {
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

  /**
   * torch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01.
   */
  public static AdamW defaults() {
    return DEFAULTS;
  }

  /** Keras' defaults and meaning: weight decay 0.004; epsilon 1e-7, before the correction. */
  public static AdamW keras() {
    return DEFAULTS.withWeightDecay(4e-3).withEpsilon(1e-7).withEpsilonHat(true);
  }

  /** optax' defaults and meaning: weight decay 1e-4; AMSGrad of the corrected v. */
  public static AdamW optax() {
    return DEFAULTS.withWeightDecay(1e-4).withCorrectedAmsgrad(true);
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
    step.weightDecay(0)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(epsilonHat ? size / root : size)
        .scalar(before || epsilonHat ? 1 : root);
    if (amsgrad) {
      step.scalar(before ? 1 / correction2 : 1);
    }
    step.scalar(epsilon).scalar(1 - rate * weightDecay);
  }
}
