package org.gradcore.kernel;

/** A kernel of the shape {@link FloatLinear}, on one backend. It does not check its arguments. */
public interface FloatLinearKernel {
  /**
   * Computes a part of the rows of a call. Parts that are cut at multiples of {@link
   * Blocks#ROW_BLOCK} and chained through the carry and the gradient give the same bits as the
   * whole; without a loss, any parts do.
   *
   * @param call the arguments
   * @param from the first row, by position
   * @param count how many rows
   * @param carry what the sum of the losses starts from
   * @return the carry and the losses; without a loss, the carry
   * @throws IndexOutOfBoundsException if an index was bad when it was read
   */
  double run(FloatLinear call, int from, int count, double carry);
}
