package org.gradcore.objective;

import java.util.Objects;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;
import org.gradcore.loss.Reduction;

/**
 * The data of an objective: the features and weights of rows, and how a mean is taken over them.
 */
final class FloatSamples {
  private final FloatFeatures features;
  private final float[] weights;
  private final Reduction reduction;

  /** Refuses what an objective cannot use. */
  FloatSamples(FloatFeatures features, float[] weights, Reduction reduction) {
    this.features = features;
    this.weights = weights;
    this.reduction = Objects.requireNonNull(reduction, "reduction");
    if (features.rows() == 0) {
      throw new IllegalArgumentException("0 rows: at least 1 is needed");
    }
    if (!features.isFinite()) {
      throw new IllegalArgumentException("a feature value is NaN or infinite");
    }
    if (reduction != Reduction.MEAN && reduction != Reduction.WEIGHTED_MEAN) {
      throw new IllegalArgumentException(
          "reduction " + reduction + ": MEAN or WEIGHTED_MEAN is needed");
    }
    if (weights != null) {
      checkCount("weights", weights.length);
      for (int i = 0; i < weights.length; i++) {
        if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "weight " + weights[i] + " of row " + i + ": a finite number >= 0 is needed");
        }
      }
    }
  }

  /** Refuses targets or weights that are not one for each row. */
  void checkCount(String what, int count) {
    if (count != rows()) {
      throw new IllegalArgumentException(
          count + " " + what + " for " + rows() + " rows: as many are needed");
    }
  }

  FloatFeatures features() {
    return features;
  }

  int rows() {
    return features.rows();
  }

  /** The weights: one for each row, or null. */
  float[] weights() {
    return weights;
  }

  /** What the sum of the losses of these rows is multiplied by. */
  double scale(int[] list, int listOffset, int firstRow, int rowCount) {
    if (weights == null || reduction == Reduction.MEAN) {
      return 1.0 / rowCount;
    }
    double sum = 0;
    for (int p = 0; p < rowCount; p++) {
      sum += weights[list == null ? firstRow + p : list[listOffset + p]];
    }
    return sum == 0 ? 0 : 1 / sum; // rows of weight 0 only: nothing but the penalty
  }

  /** A call of the kernel for dense or for CSR data, on these rows. */
  FloatLinear call(Kernel dense, Kernel csr, LinearLayout layout) {
    FloatLinear call = new FloatLinear(features instanceof FloatCsrMatrix ? csr : dense);
    call.outputs(layout.outputs(), layout.intercept());
    return on(call, features, layout);
  }

  /** Sets the data of a call. */
  static FloatLinear on(FloatLinear call, FloatFeatures x, LinearLayout layout) {
    return switch (x) {
      case FloatDenseMatrix dense -> call.dense(dense.values(), dense.offset(), layout.features());
      case FloatCsrMatrix csr ->
          call.csr(csr.rowPointers(), csr.columnIndices(), csr.values(), layout.features());
    };
  }
}
