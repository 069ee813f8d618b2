package org.gradcore.kernel;

/**
 * A reduction, on one backend: one number of one array or two.
 *
 * <ul>
 *   <li>{@code dot}: {@code carry + Σ x_i y_i}, each lane by {@code acc = fma(x_i, y_i, acc)}
 *   <li>{@code sum}: {@code carry + Σ x_i}, each lane by {@code acc = acc + x_i}
 *   <li>{@code sumOfSquares}: {@code carry + Σ x_i²}, each lane by {@code acc = fma(x_i, x_i, acc)}
 *   <li>{@code absMax}: the largest of the absolute values and carry (a {@code float}, at least 0);
 *       NaN if any of them is: {@code m = (|x_i| > m or |x_i| is NaN) ? |x_i| : m}, from m = carry
 * </ul>
 *
 * <p>Sums run in a canonical order that no hardware width can see: blocks of {@link
 * Blocks#REDUCTION_BLOCK} elements from the start of the range; within a block {@code 256 /
 * Float.BYTES} virtual lanes, lane j taking the elements j, j + lanes, … in index order from +0;
 * the lanes folded by halving ({@code lane[j] += lane[j + h]} for h = lanes/2, …, 1); the block
 * results added in double, in order, to {@code carry}. A range cut at block boundaries and chained
 * through {@code carry} therefore gives the same bits as the whole.
 */
public interface FloatReductionKernel {
  /**
   * Reduces a range. Backends do not check their arguments, the kernels of {@code dispatch} do, by
   * {@link #check}.
   *
   * @param x the first array
   * @param xOffset where it begins
   * @param y the second array, which may overlap the first; null and not looked at if the reduction
   *     has one
   * @param yOffset where it begins
   * @param length number of elements
   * @param carry what the result starts from: 0, or the result of the range before
   * @return the result
   */
  double reduce(float[] x, int xOffset, float[] y, int yOffset, int length, double carry);

  /**
   * Checks the arguments of a call.
   *
   * @param binary whether the reduction has two arrays
   * @param x as in {@link #reduce}
   * @param xOffset as in {@link #reduce}
   * @param y as in {@link #reduce}
   * @param yOffset as in {@link #reduce}
   * @param length as in {@link #reduce}
   * @throws NullPointerException if an array is missing
   * @throws IndexOutOfBoundsException if an array is too short
   * @throws IllegalArgumentException if the length is negative
   */
  static void check(boolean binary, float[] x, int xOffset, float[] y, int yOffset, int length) {
    Checks.count("length", length);
    Checks.notNull("x", x);
    Checks.range("x", x.length, xOffset, length);
    if (binary) {
      Checks.notNull("y", y);
      Checks.range("y", y.length, yOffset, length);
    }
  }
}
