package org.gradcore.objective;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.loss.Reduction;

/**
 * A linear model with one output over dense or sparse data: linear or logistic regression.
 *
 * <pre>
 * F(w, b) = (1/n) Σ loss(x_i·w + b, y_i) + (l2/2)·|w|²
 * </pre>
 *
 * <p>The parameters are the coefficients w, one per feature, then the intercept b if there is one,
 * which the penalty leaves alone. Losses are summed in the canonical order of {@link
 * FloatLinearKernels}, so that value and gradient have the same bits on every backend, except where
 * dense data go through OpenBLAS. The arrays given are not copied, and must not change.
 */
public final class FloatLinearObjective implements FloatObjective {
  private final Kernels kernels;
  private final LinearLoss loss;
  private final FloatFeatures features;
  private final float[] targets;
  private final float[] weights;
  private final int intercept;
  private final FloatRows shared;
  private final double[] accumulator;
  private final float[] work;

  /** Without weights. */
  public FloatLinearObjective(
      Kernels kernels,
      LinearLoss loss,
      FloatFeatures features,
      float[] targets,
      boolean intercept,
      double l2) {
    this(kernels, loss, features, targets, null, Reduction.MEAN, intercept, l2);
  }

  /**
   * @param kernels what computes
   * @param loss the loss
   * @param features one row per sample, finite, at least one row
   * @param targets one target per row: finite for squared errors, from 0 to 1 for {@link
   *     LinearLoss#LOGISTIC}, −1 or +1 for {@link LinearLoss#LOGISTIC_SIGNED}
   * @param weights one weight per row, finite and at least 0, or null for none
   * @param reduction {@link Reduction#MEAN} divides by the number of rows, {@link
   *     Reduction#WEIGHTED_MEAN} by the sum of their weights
   * @param intercept whether the model has an intercept
   * @param l2 factor of the penalty on the coefficients, at least 0
   * @throws IllegalArgumentException if anything does not fit; the message names the row
   */
  public FloatLinearObjective(
      Kernels kernels,
      LinearLoss loss,
      FloatFeatures features,
      float[] targets,
      float[] weights,
      Reduction reduction,
      boolean intercept,
      double l2) {
    this.shared = new FloatRows(kernels, features, weights, reduction, 1, intercept, l2);
    this.kernels = kernels;
    this.loss = Objects.requireNonNull(loss, "loss");
    this.features = features;
    this.targets = targets;
    this.weights = weights;
    this.intercept = intercept ? 1 : 0;
    if (targets.length != features.rows()) {
      throw new IllegalArgumentException(
          targets.length + " targets for " + features.rows() + " rows: as many are needed");
    }
    for (int i = 0; i < targets.length; i++) {
      if (!loss.accepts(targets[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "target %s of row %d: the loss %s needs %s",
                targets[i],
                i,
                loss,
                loss.allowed()));
      }
    }
    this.accumulator = new double[shared.parameterCount()];
    this.work = new float[FloatLinearKernels.workLength(features.columns())];
  }

  @Override
  public int parameterCount() {
    return shared.parameterCount();
  }

  @Override
  public int rows() {
    return features.rows();
  }

  @Override
  public double evaluate(
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    shared.check(
        rows, rowsOffset, firstRow, rowCount, param, paramOffset, gradient, gradientOffset);
    double[] sums = gradient == null ? null : accumulator;
    if (gradient != null) {
      Arrays.fill(accumulator, 0);
    }
    FloatLinearKernels linear = kernels.floatLinear();
    double sum =
        switch (features) {
          case FloatDenseMatrix dense ->
              linear.denseLoss(
                  loss.code(),
                  dense.values(),
                  dense.offset(),
                  dense.columns(),
                  rows,
                  rowsOffset,
                  firstRow,
                  rowCount,
                  targets,
                  0,
                  weights,
                  0,
                  param,
                  paramOffset,
                  intercept,
                  sums,
                  0,
                  work,
                  0,
                  0);
          case FloatCsrMatrix csr ->
              linear.csrLoss(
                  loss.code(),
                  csr.rowPointers(),
                  csr.columnIndices(),
                  csr.values(),
                  csr.columns(),
                  rows,
                  rowsOffset,
                  firstRow,
                  rowCount,
                  targets,
                  0,
                  weights,
                  0,
                  param,
                  paramOffset,
                  intercept,
                  sums,
                  0,
                  work,
                  0,
                  0);
        };
    double scale = shared.scale(rows, rowsOffset, firstRow, rowCount);
    if (gradient != null) {
      shared.finish(accumulator, param, paramOffset, gradient, gradientOffset, scale);
    }
    return sum * scale + shared.penalty(param, paramOffset);
  }
}
