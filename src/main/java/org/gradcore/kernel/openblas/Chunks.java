package org.gradcore.kernel.openblas;

import org.gradcore.kernel.Blocks;

/**
 * How much work one native call gets. While it runs, garbage collectors other than G1 wait: so long
 * calls are cut into pieces of at most about a millisecond. The cuts are at block boundaries, where
 * they do not change a bit.
 */
final class Chunks {
  /** Elements per call of a kernel that is bound by memory. */
  static final int ELEMENTS = 1 << 19;

  /** Elements per call of a loss. */
  static final int LOSS_ELEMENTS = 1 << 18;

  /**
   * Elements of the largest call by {@code java.lang.foreign}: every collector waits for it, and
   * what it saves, some 50 ns, is nothing to a longer one.
   */
  static final int FOREIGN_WORK = 1 << 13;

  private static final int DENSE_WORK = 1 << 20;
  private static final int DENSE_SOFTMAX_WORK = 1 << 23;
  private static final int DENSE_ROWS = 1 << 18;
  private static final int SPARSE_ENTRIES = 1 << 19;

  private Chunks() {}

  /** Rows per call of a softmax loss: whole reduction blocks of rows, however long they are. */
  static int softmaxRows(int classes) {
    return Math.max(1, LOSS_ELEMENTS / Blocks.REDUCTION_BLOCK / Math.max(1, classes))
        * Blocks.REDUCTION_BLOCK;
  }

  /** Rows per call of a dense kernel: whole row blocks, however long the rows are. */
  static int denseRows(int features, int classes) {
    long perRow = Math.max(1, (long) features * classes);
    long rows = (classes > 1 ? DENSE_SOFTMAX_WORK : DENSE_WORK) / perRow;
    rows = Math.min(rows / Blocks.ROW_BLOCK * Blocks.ROW_BLOCK, DENSE_ROWS);
    return (int) Math.max(rows, Blocks.ROW_BLOCK);
  }

  /**
   * Rows of the next call of a CSR kernel, from position {@code start}: row blocks until they have
   * enough entries.
   */
  static int sparseRows(
      int[] rowPointers,
      int features,
      int classes,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int start) {
    int left = rowCount - start;
    if (left <= Blocks.ROW_BLOCK) {
      return left;
    }
    long limit = SPARSE_ENTRIES / Math.max(1, classes);
    if (classes > 1) {
      // Each call transposes the coefficients: that must be worth it.
      limit = Math.max(limit, 2L * features);
    }
    long entries = 0;
    int n = 0;
    while (n < left && n < DENSE_ROWS && entries < limit) {
      int end = n + Math.min(Blocks.ROW_BLOCK, left - n);
      if (rows == null) {
        entries += rowPointers[firstRow + start + end] - rowPointers[firstRow + start + n];
      } else {
        for (int p = n; p < end; p++) {
          int row = rows[rowsOffset + start + p];
          entries += rowPointers[row + 1] - rowPointers[row];
        }
      }
      n = end;
    }
    return n;
  }
}
