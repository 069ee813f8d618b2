package org.gradcore.optim;

/** Takes the numbers of a step, in double, and rounds them to the element type of its state. */
public interface StepNumbers {
  /**
   * The coupled weight decay (L2 penalty, part of the gradient), for rules with it.
   *
   * @param value its factor, 0 for none
   * @return this
   * @throws IllegalArgumentException if it is too large for the element type
   */
  StepNumbers weightDecay(double value);

  /**
   * The next number of the rule, in the order of {@link org.gradcore.kernel.StepRule#scalars}.
   *
   * @param value its value
   * @return this
   * @throws IllegalArgumentException if it is too large for the element type
   */
  StepNumbers scalar(double value);

  /**
   * Switches of this step beside those of the optimizer.
   *
   * @param bits as in {@link org.gradcore.kernel.StepRule#flags}
   * @return this
   */
  StepNumbers flags(int bits);

  /**
   * Sets all elements of an array of the state, for a rule whose arrays do not begin at 0: in the
   * first step only.
   *
   * @param state which of {@link org.gradcore.kernel.StepRule#states}
   * @param value what they begin with
   * @return this
   * @throws IllegalArgumentException if it is too large for the element type
   */
  StepNumbers fill(int state, double value);

  /**
   * Sets an array of the state to the parameters, for a rule whose array begins there: in the first
   * step only.
   *
   * @param state which of {@link org.gradcore.kernel.StepRule#states}
   * @return this
   */
  StepNumbers fillWithParam(int state);

  /**
   * A number that the state keeps between steps, such as a product over all of them.
   *
   * @param index which: 0 or 1
   * @return what the last step gave to {@link #keep}; 0 before the first
   */
  double kept(int index);

  /**
   * Keeps a number for the next step, if this one is done.
   *
   * @param index which: 0 or 1
   * @param value its value
   * @return this
   */
  StepNumbers keep(int index, double value);
}
