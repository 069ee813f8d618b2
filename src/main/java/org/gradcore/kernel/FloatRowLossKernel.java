package org.gradcore.kernel;

/** A loss of the shape {@link FloatRowLoss}, on one backend. It does not check its arguments. */
public interface FloatRowLossKernel {
  /**
   * Evaluates a part of the rows of a call. Parts that begin at multiples of {@link
   * Blocks#REDUCTION_BLOCK} give the same bits as the whole, each carrying on from the one before.
   *
   * @param call the arguments
   * @param from the first row, counted from the offsets of the call
   * @param count how many rows
   * @param carry what the sum starts from
   * @return {@code carry} and the sum of the losses
   */
  double evaluate(FloatRowLoss call, int from, int count, double carry);
}
