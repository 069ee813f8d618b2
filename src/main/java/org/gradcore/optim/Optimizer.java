package org.gradcore.optim;

/**
 * An optimizer: a rule with its hyper-parameters, immutable, and validated when it is made. {@link
 * #floatState} and {@link #doubleState} make what does the steps.
 *
 * <p>An optimizer of one's own either combines numbers of a rule that gradcore has ({@link
 * StepOptimizer}) or brings states that compute whatever they like.
 */
public interface Optimizer {
  /** The learning rate, unless a step is given another one: at least 0. */
  double learningRate();

  /** Whether it ascends instead of descends: whether it maximizes. */
  boolean maximize();

  /**
   * The same rule with another learning rate.
   *
   * @param learningRate at least 0
   * @return a new optimizer
   * @throws IllegalArgumentException if the learning rate is NaN, infinite or negative
   */
  Optimizer withLearningRate(double learningRate);

  /**
   * A new state for float parameters, before the first step.
   *
   * @param length number of parameters
   * @return the state
   * @throws IllegalArgumentException if the length is negative
   */
  FloatOptimizerState floatState(int length);

  /**
   * A new state for double parameters, before the first step.
   *
   * @param length number of parameters
   * @return the state
   * @throws IllegalArgumentException if the length is negative
   */
  DoubleOptimizerState doubleState(int length);
}
