package org.gradcore.objective;

import java.util.Objects;

/**
 * A function of float parameters that is a mean over rows (samples), to be minimized. {@link
 * org.gradcore.train.FloatTrainer} trains every implementation.
 *
 * <p>An objective owns the scratch memory of its computation: it is not for use by several threads
 * at once, and evaluating it allocates nothing.
 */
public interface FloatObjective {
  /** Number of parameters, and of elements of the gradient. */
  int parameterCount();

  /** Number of rows. */
  int rows();

  /**
   * Value, and gradient if wanted, of the objective over some of its rows: those listed in {@code
   * rows} from {@code rowsOffset}, or, if {@code rows} is null, the range from {@code firstRow}.
   * The mean is that over these rows.
   *
   * @param rows row numbers, or null for a range; a row may occur more than once
   * @param rowsOffset where the row numbers begin; 0 for a range
   * @param firstRow the first row of a range; 0 for a list
   * @param rowCount number of rows, at least 1
   * @param param holds {@link #parameterCount} parameters from {@code paramOffset}
   * @param gradient receives as many elements from {@code gradientOffset}, or null for the value
   *     only
   * @return the value; NaN or infinite if it overflows
   * @throws IllegalArgumentException if {@code rowCount} is below 1
   * @throws IndexOutOfBoundsException if a row does not exist, or an array is too short
   */
  double evaluate(
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset);

  /** The value over all rows. */
  default double value(float[] param, int paramOffset) {
    return evaluate(null, 0, 0, rows(), param, paramOffset, null, 0);
  }

  /** Value and gradient over all rows. */
  default double valueAndGradient(
      float[] param, int paramOffset, float[] gradient, int gradientOffset) {
    return evaluate(null, 0, 0, rows(), param, paramOffset, gradient, gradientOffset);
  }

  /** Value and gradient over the rows {@code firstRow … firstRow + rowCount - 1}. */
  default double valueAndGradient(
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    return evaluate(null, 0, firstRow, rowCount, param, paramOffset, gradient, gradientOffset);
  }

  /** Value and gradient over the listed rows (a mini-batch). */
  default double valueAndGradient(
      int[] rows,
      int rowsOffset,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    Objects.requireNonNull(rows, "rows");
    return evaluate(rows, rowsOffset, 0, rowCount, param, paramOffset, gradient, gradientOffset);
  }
}
