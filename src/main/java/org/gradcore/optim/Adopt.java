package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * ADOPT (Taniguchi et al., 2024): Adam that divides by the second moment of the step before.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * u = g / max(sqrt(v), epsilon)             (0 in the first step)
 * if (clip)  u = u within ±(t - 1)^0.25
 * m = beta1 * m + (1 - beta1) * u
 * v = first step ? g² : beta2 * v + (1 - beta2) * g²
 * w = w - learningRate * m
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.001
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.9999
 * @param epsilon the least denominator, at least 0; default 1e-6
 * @param clip whether u is clipped; default true
 * @param weightDecay weight decay, at least 0; default 0
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record Adopt(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean clip,
    double weightDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, AdoptOptions {
  private static final int CLIPPED = 1;
  private static final Adopt DEFAULTS = new Adopt(1e-3, 0.9, 0.9999, 1e-6, true, 0, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adopt {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
  }

  /** The paper's defaults: learning rate 0.001, betas 0.9 and 0.9999, epsilon 1e-6, clipped. */
  public static Adopt defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADOPT;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    boolean first = t == 1;
    step.weightDecay(decoupled ? 0 : weightDecay)
        .flags(clip || first ? CLIPPED : 0)
        .scalar(first ? 0 : 1 - beta1)
        .scalar(first ? 0 : beta2)
        .scalar(first ? 1 : 1 - beta2)
        .scalar(rate)
        .scalar(epsilon)
        .scalar(Math.sqrt(Math.sqrt(t - 1)))
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }
}
