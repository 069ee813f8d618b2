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
 * Softmax (multinomial logistic) regression over dense or sparse data.
 *
 * <pre>
 * F(W, b) = (1/n) Σ [log Σ_k exp(x_i·W_k + b_k) - (x_i·W_y + b_y)] + (l2/2)·|W|²
 * </pre>
 *
 * <p>The parameters are W, classes × features and row-major, then one intercept per class if there
 * are intercepts, which the penalty leaves alone. All classes have parameters of their own. For the
 * rest see {@link FloatLinearObjective}.
 */
public final class FloatSoftmaxObjective implements FloatObjective {
  private final Kernels kernels;
  private final FloatFeatures features;
  private final int[] targets;
  private final float[] weights;
  private final int classes;
  private final int intercept;
  private final FloatRows shared;
  private final double[] accumulator;
  private final float[] work;

  /** Without weights. */
  public FloatSoftmaxObjective(
      Kernels kernels,
      FloatFeatures features,
      int[] targets,
      int classes,
      boolean intercept,
      double l2) {
    this(kernels, features, targets, classes, null, Reduction.MEAN, intercept, l2);
  }

  /**
   * @param kernels what computes
   * @param features one row per sample, finite, at least one row
   * @param targets the class of each row, from 0 to classes - 1
   * @param classes number of classes, at least 1
   * @param weights one weight per row, finite and at least 0, or null for none
   * @param reduction {@link Reduction#MEAN} divides by the number of rows, {@link
   *     Reduction#WEIGHTED_MEAN} by the sum of their weights
   * @param intercept whether each class has an intercept
   * @param l2 factor of the penalty on the coefficients, at least 0
   * @throws IllegalArgumentException if anything does not fit; the message names the row
   */
  public FloatSoftmaxObjective(
      Kernels kernels,
      FloatFeatures features,
      int[] targets,
      int classes,
      float[] weights,
      Reduction reduction,
      boolean intercept,
      double l2) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes " + classes + ": at least 1 is needed");
    }
    this.shared = new FloatRows(kernels, features, weights, reduction, classes, intercept, l2);
    this.kernels = kernels;
    this.features = features;
    this.targets = Objects.requireNonNull(targets, "targets");
    this.weights = weights;
    this.classes = classes;
    this.intercept = intercept ? 1 : 0;
    if (targets.length != features.rows()) {
      throw new IllegalArgumentException(
          targets.length + " targets for " + features.rows() + " rows: as many are needed");
    }
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < 0 || targets[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "target %d of row %d: a class from 0 to %d is needed",
                targets[i],
                i,
                classes - 1));
      }
    }
    this.accumulator = new double[shared.parameterCount()];
    this.work = new float[workLength(features.columns(), classes)];
  }

  static int workLength(int features, int classes) {
    try {
      return FloatLinearKernels.softmaxWorkLength(features, classes);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          features + " features and " + classes + " classes: too many for one array", e);
    }
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
              linear.denseSoftmax(
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
                  classes,
                  intercept,
                  sums,
                  0,
                  work,
                  0,
                  0);
          case FloatCsrMatrix csr ->
              linear.csrSoftmax(
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
                  classes,
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
