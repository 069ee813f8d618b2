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
}
