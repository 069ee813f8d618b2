package org.gradcore.data;

import java.util.Locale;
import java.util.Objects;

/**
 * A dense row-major matrix over a part of an array: element (i, j) is {@code values()[offset() + i
 * * columns() + j]}.
 */
public final class FloatDenseMatrix implements FloatFeatures {
  private final float[] values;
  private final int offset;
  private final int rows;
  private final int columns;

  private FloatDenseMatrix(float[] values, int offset, int rows, int columns) {
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Wraps an array without a copy.
   *
   * @param values the array that holds the elements, row after row
   * @param offset the index of element (0, 0)
   * @param rows number of rows, at least 0
   * @param columns number of columns, at least 0
   * @return the matrix
   * @throws NullPointerException if {@code values} is null
   * @throws IllegalArgumentException if a number is negative or the array is too short
   */
  public static FloatDenseMatrix of(float[] values, int offset, int rows, int columns) {
    Objects.requireNonNull(values, "values");
    if (offset < 0 || rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "offset %d, rows %d, columns %d: none may be negative",
              offset,
              rows,
              columns));
    }
    long end = offset + (long) rows * columns;
    if (end > values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows of %d columns from offset %d need %d values, the array has %d",
              rows,
              columns,
              offset,
              end,
              values.length));
    }
    return new FloatDenseMatrix(values, offset, rows, columns);
  }

  /** {@return the array that holds the elements; not a copy} */
  public float[] values() {
    return values;
  }

  /** {@return the index of element (0, 0) in {@link #values()}} */
  public int offset() {
    return offset;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /**
   * The element at a row and a column.
   *
   * @param row the row, from 0
   * @param column the column, from 0
   * @return its value
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public float get(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return values[offset + row * columns + column];
  }

  @Override
  public FloatDenseMatrix rows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new FloatDenseMatrix(values, offset + from * columns, to - from, columns);
  }

  @Override
  public FloatDenseMatrix select(int... which) {
    Columns.places(which, columns);
    float[] selected = new float[rows * which.length];
    for (int i = 0; i < rows; i++) {
      int from = offset + i * columns;
      int to = i * which.length;
      for (int j = 0; j < which.length; j++) {
        selected[to + j] = values[from + which[j]];
      }
    }
    return new FloatDenseMatrix(selected, 0, rows, which.length);
  }

  @Override
  public FloatDenseMatrix toDense() {
    return this;
  }

  @Override
  public boolean isFinite() {
    return FloatNumbers.isFinite(values, offset, rows * columns);
  }

  @Override
  public String toString() {
    return "FloatDenseMatrix[" + rows + " x " + columns + "]";
  }
}
