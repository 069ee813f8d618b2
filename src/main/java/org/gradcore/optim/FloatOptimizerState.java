package org.gradcore.optim;

import java.util.List;
import org.gradcore.dispatch.Kernels;

/**
 * What an {@link Optimizer} remembers of one range of float parameters between steps: the number of
 * steps, momentum buffers and moments. Not for use by several threads at once.
 */
public interface FloatOptimizerState {
  /** The optimizer: its rule and hyper-parameters. */
  Optimizer optimizer();

  /** Number of parameters: at least 0. */
  int length();

  /** Number of steps done: at least 0. */
  long steps();

  /**
   * The arrays that it keeps, one element for each parameter, such as moments and averages.
   *
   * @return their names, in the order of the rule
   */
  default List<String> arrays() {
    return List.of();
  }

  /**
   * Copies one of the arrays.
   *
   * @param array its name, one of {@link #arrays}
   * @param to takes its {@link #length} elements
   * @param offset where they begin
   * @throws IllegalArgumentException if there is no such array
   * @throws IndexOutOfBoundsException if {@code to} has no room for them
   */
  default void copy(String array, float[] to, int offset) {
    throw new IllegalArgumentException("array " + array + ": there are " + arrays());
  }

  /**
   * Whether the last step divided by 0: the rule's epsilon is 0, or rounds to it in float, and so
   * does a second moment, as where all gradients so far are 0. The parameter there is NaN or
   * infinite.
   *
   * @return whether it did, as far as the state knows
   */
  default boolean dividesByZero() {
    return false;
  }

  /**
   * A step with the optimizer's own learning rate; see the other method.
   *
   * @param kernels what computes
   * @param param holds the parameters, from {@code paramOffset}; updated
   * @param paramOffset where they begin
   * @param gradient holds the gradient, from {@code gradientOffset}
   * @param gradientOffset where it begins
   */
  default void step(
      Kernels kernels, float[] param, int paramOffset, float[] gradient, int gradientOffset) {
    step(kernels, param, paramOffset, gradient, gradientOffset, optimizer().learningRate());
  }

  /**
   * One step: updates {@link #length} parameters by their gradient.
   *
   * @param kernels what computes
   * @param param holds the parameters, from {@code paramOffset}; updated
   * @param paramOffset where they begin
   * @param gradient holds the gradient, from {@code gradientOffset}; only read, and a different
   *     array or range
   * @param gradientOffset where it begins
   * @param learningRate the learning rate of this step, such as a schedule gives
   * @throws IllegalArgumentException if the learning rate is NaN, infinite or negative, if a number
   *     of the step is too large for float, or if the ranges overlap
   * @throws IndexOutOfBoundsException if an array does not hold {@link #length} elements from its
   *     offset
   */
  void step(
      Kernels kernels,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double learningRate);
}
