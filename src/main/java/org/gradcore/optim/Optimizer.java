package org.gradcore.optim;

/**
 * An optimizer's rule with its hyper-parameters: immutable, and validated when it is made. {@link
 * #floatState} and {@link #doubleState} make what does the steps.
 *
 * <p>Hyper-parameters are double. Scalars that follow from them (bias corrections, step sizes) are
 * computed once per step in double and rounded once to the element type.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW, RmsProp {
  /** The learning rate, unless a step is given another one. */
  double learningRate();

  /** Whether it ascends instead of descends. */
  boolean maximize();

  /** The same rule with another learning rate. */
  Optimizer withLearningRate(double learningRate);

  /** A new state for {@code length} float parameters, before the first step. */
  default FloatOptimizerState floatState(int length) {
    return new FloatOptimizerState(this, length);
  }

  /** A new state for {@code length} double parameters, before the first step. */
  default DoubleOptimizerState doubleState(int length) {
    return new DoubleOptimizerState(this, length);
  }
}
