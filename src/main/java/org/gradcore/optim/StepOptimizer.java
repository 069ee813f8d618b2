package org.gradcore.optim;

import org.gradcore.kernel.Kernel;

/**
 * An optimizer whose steps are one rule of gradcore's: it says which, and gives the rule its
 * numbers.
 *
 * <p>Hyper-parameters are double. Numbers that follow from them (bias corrections, step sizes) are
 * computed once per step in double and rounded once to the element type.
 */
public interface StepOptimizer extends Optimizer {
  /** The rule: an optimizer step. */
  Kernel kernel();

  /**
   * The flags that decide which arrays the state has.
   *
   * @return as in {@link org.gradcore.kernel.StepRule#flags}; default 0
   */
  default int flags() {
    return 0;
  }

  /**
   * Gives the numbers of a step. Must not allocate.
   *
   * @param step takes the numbers
   * @param t the number of this step, from 1
   * @param learningRate the learning rate of this step
   */
  void prepare(StepNumbers step, long t, double learningRate);

  @Override
  default FloatOptimizerState floatState(int length) {
    return new FloatStepState(this, length);
  }

  @Override
  default DoubleOptimizerState doubleState(int length) {
    return new DoubleStepState(this, length);
  }
}
