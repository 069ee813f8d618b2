package org.gradcore.kernel;

/**
 * Reductions and the simplest vector operations.
 *
 * <p>Sums run in a canonical order that no hardware width can see: blocks of {@link
 * Blocks#REDUCTION_BLOCK} elements from the start of the range; within a block {@code 256 /
 * Float.BYTES} virtual lanes, lane j taking the elements j, j + lanes, … in index order from +0;
 * the lanes folded by halving ({@code lane[j] += lane[j + h]} for h = lanes/2, …, 1); the block
 * results added in double, in order, to {@code carry}. A range cut at block boundaries and chained
 * through {@code carry} therefore gives the same bits as the whole.
 *
 * <p>Implementations do not check their arguments.
 */
public interface FloatReductionKernels {
  /**
   * {@code carry + Σ x_i y_i}, each lane by {@code acc = fma(x_i, y_i, acc)}.
   *
   * @param carry what the sum starts from (0, or the result of the range before)
   */
  double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry);

  /** {@code carry + Σ x_i}, each lane by {@code acc = acc + x_i}. */
  double sum(float[] x, int xOffset, int length, double carry);

  /** {@code carry + Σ x_i²}, each lane by {@code acc = fma(x_i, x_i, acc)}. */
  double sumOfSquares(float[] x, int xOffset, int length, double carry);

  /**
   * Largest absolute value, +0 for an empty range; NaN if any element is NaN: {@code m = (|x| > m
   * or |x| is NaN) ? |x| : m}.
   */
  float absMax(float[] x, int xOffset, int length);

  /** {@code y_i = fma(alpha, x_i, y_i)}; x and y must not overlap. */
  void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length);

  /** {@code x_i = alpha * x_i}. */
  void scale(float alpha, float[] x, int xOffset, int length);
}
