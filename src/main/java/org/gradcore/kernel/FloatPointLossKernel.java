package org.gradcore.kernel;

/** A rule of the shape {@link FloatPointLoss}, on one backend. It does not check its arguments. */
public interface FloatPointLossKernel {
  /**
   * Evaluates a part of the samples of a call. Parts that begin at multiples of {@link
   * Blocks#REDUCTION_BLOCK} give the same bits as the whole, each carrying on from the one before.
   *
   * @param call the arguments
   * @param from the first sample, counted from the offsets of the call
   * @param count how many samples
   * @param carry what the sum starts from
   * @return {@code carry} and the sum of the losses
   */
  double evaluate(FloatPointLoss call, int from, int count, double carry);
}
