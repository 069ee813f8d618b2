package org.gradcore.objective;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;
import org.gradcore.loss.Reduction;

/**
 * What the objectives over a feature matrix share: the mean of the losses of rows, the penalty, and
 * the gradient of both.
 */
final class FloatRows {
  private final Kernels kernels;
  private final FloatLinear losses;
  private final FloatLinear finish = new FloatLinear(Kernel.FINISH_GRADIENT);
  private final double[] accumulator;
  private final int rows;
  private final float[] weights;
  private final Reduction reduction;
  private final int coefficients;
  private final int intercepts;
  private final double l2;

  /**
   * @param losses the sum of the losses; its data, weights and parameters are set here
   */
  FloatRows(
      Kernels kernels,
      FloatLinear losses,
      FloatFeatures features,
      float[] weights,
      Reduction reduction,
      int outputs,
      boolean intercept,
      double l2) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.losses = losses;
    this.rows = features.rows();
    this.weights = weights;
    this.reduction = Objects.requireNonNull(reduction, "reduction");
    this.l2 = l2;
    if (rows == 0) {
      throw new IllegalArgumentException("0 rows: at least 1 is needed");
    }
    if (!features.isFinite()) {
      throw new IllegalArgumentException("a feature value is NaN or infinite");
    }
    if (reduction != Reduction.MEAN && reduction != Reduction.WEIGHTED_MEAN) {
      throw new IllegalArgumentException(
          "reduction " + reduction + ": MEAN or WEIGHTED_MEAN is needed");
    }
    if (!(l2 >= 0 && l2 <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("l2 " + l2 + ": a finite number >= 0 is needed");
    }
    checkWeights();
    long count = (long) outputs * features.columns();
    this.intercepts = intercept ? outputs : 0;
    if (count + intercepts > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d outputs and %d features make %d parameters: at most %d are possible",
              outputs,
              features.columns(),
              count + intercepts,
              Integer.MAX_VALUE - 8));
    }
    if (count + intercepts == 0) {
      throw new IllegalArgumentException("no features and no intercept: nothing to train");
    }
    this.coefficients = (int) count;
    this.accumulator = new double[parameterCount()];
    data(losses, features, features.columns());
    losses.weight(weights, 0).outputs(outputs, intercept);
  }

  /** A call of the kernel for dense or for CSR data. */
  static FloatLinear call(FloatFeatures x, Kernel dense, Kernel csr) {
    return new FloatLinear(x instanceof FloatCsrMatrix ? csr : dense);
  }

  /** Sets the data of a call. */
  static void data(FloatLinear call, FloatFeatures x, int columns) {
    switch (x) {
      case FloatDenseMatrix dense -> call.dense(dense.values(), dense.offset(), columns);
      case FloatCsrMatrix csr ->
          call.csr(csr.rowPointers(), csr.columnIndices(), csr.values(), columns);
    }
  }

  private void checkWeights() {
    if (weights == null) {
      return;
    }
    if (weights.length != rows) {
      throw new IllegalArgumentException(
          weights.length + " weights for " + rows + " rows: as many are needed");
    }
    for (int i = 0; i < rows; i++) {
      if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "weight " + weights[i] + " of row " + i + ": a finite number >= 0 is needed");
      }
    }
  }

  int parameterCount() {
    return coefficients + intercepts;
  }

  int rows() {
    return rows;
  }

  /** As {@link FloatObjective#evaluate}. */
  double evaluate(
      int[] list,
      int listOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    if (rowCount < 1) {
      throw new IllegalArgumentException("rowCount " + rowCount + ": at least 1 is needed");
    }
    if (list == null) {
      Objects.checkFromIndexSize(firstRow, rowCount, rows);
    } else {
      Objects.checkFromIndexSize(listOffset, rowCount, list.length);
    }
    Objects.checkFromIndexSize(paramOffset, parameterCount(), param.length);
    if (gradient != null) {
      Objects.checkFromIndexSize(gradientOffset, parameterCount(), gradient.length);
      Arrays.fill(accumulator, 0);
    }
    losses.rows(list, listOffset, firstRow, rowCount).param(param, paramOffset);
    double sum = kernels.linear(losses.gradient(gradient == null ? null : accumulator, 0));
    double scale = scale(list, listOffset, firstRow, rowCount);
    if (gradient != null) {
      finish(0, coefficients, param, paramOffset, gradient, gradientOffset, scale, l2);
      finish(coefficients, intercepts, param, paramOffset, gradient, gradientOffset, scale, 0);
    }
    return sum * scale + penalty(param, paramOffset);
  }

  /** What the sum of the losses of these rows is multiplied by. */
  private double scale(int[] list, int listOffset, int firstRow, int rowCount) {
    if (weights == null || reduction == Reduction.MEAN) {
      return 1.0 / rowCount;
    }
    double sum = 0;
    for (int p = 0; p < rowCount; p++) {
      sum += weights[list == null ? firstRow + p : list[listOffset + p]];
    }
    return sum == 0 ? 0 : 1 / sum; // rows of weight 0 only: nothing but the penalty
  }

  /** The penalty, (l2/2)·|w|² over the coefficients. */
  private double penalty(float[] param, int paramOffset) {
    if (l2 == 0) {
      return 0;
    }
    return l2 / 2 * kernels.floatArrays().sumOfSquares(param, paramOffset, coefficients);
  }

  /** The gradient of some parameters, from the accumulated gradient of the losses. */
  private void finish(
      int first,
      int count,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double scale,
      double penalty) {
    if (count > 0) {
      finish.gradient(accumulator, first).param(param, paramOffset + first);
      finish.out(gradient, gradientOffset + first).finish(scale, penalty);
      kernels.linear(finish.rows(null, 0, 0, count));
    }
  }
}
