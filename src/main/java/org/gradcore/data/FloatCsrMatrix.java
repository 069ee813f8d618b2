package org.gradcore.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A sparse matrix in compressed sparse row form: the stored entries of row i are the positions
 * {@code rowPointers()[i]} (inclusive) to {@code rowPointers()[i + 1]} (exclusive) of {@code
 * columnIndices()} and {@code values()}. Columns count from 0 and ascend strictly within a row. An
 * entry that is not stored is 0; a stored entry may be 0, too.
 */
public final class FloatCsrMatrix implements FloatFeatures {
  private final int rows;
  private final int columns;
  private final int[] rowPointers;
  private final int[] columnIndices;
  private final float[] values;

  private FloatCsrMatrix(
      int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.rowPointers = rowPointers;
    this.columnIndices = columnIndices;
    this.values = values;
  }

  /**
   * Wraps three arrays without a copy, after checking all of them.
   *
   * @param rows number of rows, at least 0
   * @param columns number of columns, at least 0
   * @param rowPointers rows + 1 positions, from 0 to the number of stored entries, never descending
   * @param columnIndices the column of every stored entry, from 0, strictly ascending within a row
   * @param values the value of every stored entry
   * @return the matrix
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if anything else is broken; the message names the row
   */
  public static FloatCsrMatrix of(
      int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values) {
    Objects.requireNonNull(rowPointers, "rowPointers");
    Objects.requireNonNull(columnIndices, "columnIndices");
    Objects.requireNonNull(values, "values");
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rows %d, columns %d: neither may be negative", rows, columns));
    }
    if (rowPointers.length != rows + 1L) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%d row pointers for %d rows: one more than rows",
                  rowPointers.length,
                  rows)
              + " is needed");
    }
    if (columnIndices.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d column indices for %d values: as many are needed",
              columnIndices.length,
              values.length));
    }
    if (rowPointers[0] != 0 || rowPointers[rows] != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "row pointers go from %d to %d: from 0 to the number of values, %d, is needed",
              rowPointers[0],
              rowPointers[rows],
              values.length));
    }
    for (int i = 0; i < rows; i++) {
      int start = rowPointers[i];
      int end = rowPointers[i + 1];
      if (start > end || end > values.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d: pointers %d and %d: ascending, at most %d, is needed",
                i,
                start,
                end,
                values.length));
      }
      int previous = -1;
      for (int k = start; k < end; k++) {
        int column = columnIndices[k];
        if (column < 0 || column >= columns) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "row %d: column %d: from 0 to %d is allowed",
                  i,
                  column,
                  columns - 1));
        }
        if (column <= previous) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "row %d: column %d after column %d: strictly ascending columns are needed",
                  i,
                  column,
                  previous));
        }
        previous = column;
      }
    }
    return new FloatCsrMatrix(rows, columns, rowPointers, columnIndices, values);
  }

  /** For readers, which have checked each entry as it came. */
  static FloatCsrMatrix ofChecked(
      int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values) {
    return new FloatCsrMatrix(rows, columns, rowPointers, columnIndices, values);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** {@return number of stored entries, explicit zeros included} */
  public int nnz() {
    return values.length;
  }

  /** {@return where each row starts, rows + 1 positions; not a copy} */
  public int[] rowPointers() {
    return rowPointers;
  }

  /** {@return the column of each stored entry, from 0; not a copy} */
  public int[] columnIndices() {
    return columnIndices;
  }

  /** {@return the value of each stored entry; not a copy} */
  public float[] values() {
    return values;
  }

  /** A copy of the rows {@code from} (inclusive) to {@code to} (exclusive). */
  @Override
  public FloatCsrMatrix rows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    int start = rowPointers[from];
    int end = rowPointers[to];
    int[] pointers = new int[to - from + 1];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = rowPointers[from + i] - start;
    }
    return new FloatCsrMatrix(
        to - from,
        columns,
        pointers,
        Arrays.copyOfRange(columnIndices, start, end),
        Arrays.copyOfRange(values, start, end));
  }

  @Override
  public FloatCsrMatrix select(int... which) {
    int[] places = Columns.places(which, columns);
    int[] pointers = new int[rows + 1];
    int[] indices = new int[nnz()];
    float[] selected = new float[nnz()];
    float[] row = new float[which.length];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      int first = count;
      for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
        int place = places[columnIndices[k]];
        if (place >= 0) {
          indices[count++] = place;
          row[place] = values[k];
        }
      }
      Arrays.sort(indices, first, count);
      for (int k = first; k < count; k++) {
        selected[k] = row[indices[k]];
      }
      pointers[i + 1] = count;
    }
    return new FloatCsrMatrix(
        rows,
        which.length,
        pointers,
        Arrays.copyOf(indices, count),
        Arrays.copyOf(selected, count));
  }

  @Override
  public FloatDenseMatrix toDense() {
    long size = (long) rows * columns;
    if (size > Capacity.MAX) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows of %d columns are %d dense values: at most %d are possible",
              rows,
              columns,
              size,
              Capacity.MAX));
    }
    float[] dense = new float[(int) size];
    for (int i = 0; i < rows; i++) {
      int start = i * columns;
      for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
        dense[start + columnIndices[k]] = values[k];
      }
    }
    return FloatDenseMatrix.of(dense, 0, rows, columns);
  }

  @Override
  public boolean isFinite() {
    return FloatNumbers.isFinite(values, 0, values.length);
  }

  @Override
  public String toString() {
    return "FloatCsrMatrix[" + rows + " x " + columns + ", nnz " + nnz() + "]";
  }
}
