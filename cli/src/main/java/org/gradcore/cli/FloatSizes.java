package org.gradcore.cli;

import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;

/** How large the values of columns are. */
final class FloatSizes {
  private FloatSizes() {}

  /** The greatest absolute value of each column. */
  static double[] of(FloatFeatures features) {
    int columns = features.columns();
    double[] sizes = new double[columns];
    switch (features) {
      case FloatDenseMatrix dense -> {
        for (int i = 0; i < dense.rows(); i++) {
          int start = dense.offset() + i * columns;
          for (int j = 0; j < columns; j++) {
            sizes[j] = Math.max(sizes[j], Math.abs(dense.values()[start + j]));
          }
        }
      }
      case FloatCsrMatrix csr -> {
        for (int k = 0; k < csr.nnz(); k++) {
          int j = csr.columnIndices()[k];
          sizes[j] = Math.max(sizes[j], Math.abs(csr.values()[k]));
        }
      }
    }
    return sizes;
  }
}
