package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * NAdam (Dozat, 2016): Adam with Nesterov momentum.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize; if decoupled, instead
 *                                            w = w * (1 - learningRate * weightDecay) before)
 * mu(t) = beta1 * (1 - 0.5 * 0.96^(t * momentumDecay)), P(t) = mu(1) * ... * mu(t)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g²
 * n = (1 - mu(t)) / (1 - P(t)) * g + mu(t + 1) / (1 - P(t + 1)) * m
 * w = w - learningRate * n / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.002
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param epsilon added to the denominator; at least 0, default 1e-8
 * @param weightDecay weight decay, at least 0; default 0
 * @param momentumDecay how the momentum grows to beta1, at least 0; default 0.004; Keras has 1
 * @param decoupled whether the weight decay is decoupled, as in {@link AdamW}, and no part of the
 *     gradient; default false
 * @param maximize ascend instead of descend
 */
public record NAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double momentumDecay,
    boolean decoupled,
    boolean maximize)
    implements StepOptimizer, NAdamOptions {
  private static final NAdam DEFAULTS = new NAdam(2e-3, 0.9, 0.999, 1e-8, 0, 4e-3, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public NAdam {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("beta1", beta1);
    requireDecayRate("beta2", beta2);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
    requireNonNegative("momentumDecay", momentumDecay);
  }

  /**
   * torch's defaults: learning rate 0.002, betas 0.9 and 0.999, epsilon 1e-8, momentum decay 0.004.
   */
  public static NAdam defaults() {
    return DEFAULTS;
  }

  @Override
  public Kernel kernel() {
    return Kernel.NADAM;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    double mu = mu(t);
    double next = mu(t + 1);
    double product = (t == 1 ? 1 : step.kept(0)) * mu;
    step.keep(0, product);
    step.weightDecay(decoupled ? 0 : weightDecay)
        .scalar(1 - beta1)
        .scalar(beta2)
        .scalar(1 - beta2)
        .scalar(rate * (1 - mu) / (1 - product))
        .scalar(rate * next / (1 - product * next))
        .scalar(1 / Math.sqrt(1 - Powers.of(beta2, t)))
        .scalar(epsilon)
        .scalar(decoupled ? 1 - rate * weightDecay : 1);
  }

  private double mu(long t) {
    return beta1 * (1 - 0.5 * Powers.real(0.96, t * momentumDecay));
  }
}
