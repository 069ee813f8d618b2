package org.gradcore.data;

/** A feature matrix, rows × columns: one row per sample, one column per feature. */
public sealed interface FloatFeatures permits FloatDenseMatrix, FloatCsrMatrix {

  /** {@return number of rows (samples)} */
  int rows();

  /** {@return number of columns (features)} */
  int columns();

  /**
   * The rows {@code from} (inclusive) to {@code to} (exclusive). A dense result shares the values;
   * a CSR result is a copy.
   *
   * @param from the first row
   * @param to one past the last row
   * @return a matrix of {@code to - from} rows
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= rows()}
   */
  FloatFeatures rows(int from, int to);

  /**
   * A copy of some columns, in the order given.
   *
   * @param columns numbers of columns, from 0, each at most once
   * @return a matrix of as many rows, and of the given columns
   * @throws IllegalArgumentException if a column is asked for twice
   * @throws IndexOutOfBoundsException if there is no such column
   */
  FloatFeatures select(int... columns);

  /**
   * The same matrix with every entry stored; a dense matrix itself.
   *
   * @return a dense matrix of the same shape
   * @throws IllegalArgumentException if rows × columns exceeds the longest array
   */
  FloatDenseMatrix toDense();

  /** {@return whether no stored value is NaN or infinite} */
  boolean isFinite();
}
