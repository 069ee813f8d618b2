package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * Adagrad (Duchi, Hazan and Singer, 2011).
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * s = s + g²                                (s = initialAccumulator before the first step)
 * d = epsilonInRoot ? sqrt(s + epsilon) : sqrt(s) + epsilon
 * w = w - learningRate / (1 + (t - 1) * learningRateDecay) * g / d
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.01
 * @param learningRateDecay how the learning rate falls with steps, at least 0; default 0
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param initialAccumulator what sums of squares begin with, at least 0; default 0
 * @param epsilon added to the denominator; at least 0, default 1e-10
 * @param epsilonInRoot whether epsilon is inside the root, as in Keras and optax; default false
 * @param maximize ascend instead of descend
 */
public record Adagrad(
    double learningRate,
    double learningRateDecay,
    double weightDecay,
    double initialAccumulator,
    double epsilon,
    boolean epsilonInRoot,
    boolean maximize)
    implements StepOptimizer, AdagradOptions {
  private static final int EPSILON_IN_ROOT = 1;
  private static final Adagrad DEFAULTS = new Adagrad(1e-2, 0, 0, 0, 1e-10, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public Adagrad {
    requireNonNegative("learningRate", learningRate);
    requireNonNegative("learningRateDecay", learningRateDecay);
    requireNonNegative("weightDecay", weightDecay);
    requireNonNegative("initialAccumulator", initialAccumulator);
    requireNonNegative("epsilon", epsilon);
  }

  /**
   * torch's defaults: learning rate 0.01 without decay, sums from 0, epsilon 1e-10 outside the
   * root.
   */
  public static Adagrad defaults() {
    return DEFAULTS;
  }

  /** Keras' defaults and meaning: learning rate 0.001, sums from 0.1, epsilon 1e-7 in the root. */
  public static Adagrad keras() {
    return DEFAULTS
        .withLearningRate(1e-3)
        .withInitialAccumulator(0.1)
        .withEpsilon(1e-7)
        .withEpsilonInRoot(true);
  }

  @Override
  public Kernel kernel() {
    return Kernel.ADAGRAD;
  }

  @Override
  public int flags() {
    return epsilonInRoot ? EPSILON_IN_ROOT : 0;
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    if (t == 1) {
      step.fill(0, initialAccumulator);
    }
    step.weightDecay(weightDecay).scalar(rate / (1 + (t - 1) * learningRateDecay)).scalar(epsilon);
  }
}
