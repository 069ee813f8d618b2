package org.gradcore.objective;

import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;
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
  private final FloatRows shared;

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
    FloatLinear losses = FloatRows.call(features, Kernel.DENSE_SOFTMAX, Kernel.CSR_SOFTMAX);
    this.shared =
        new FloatRows(kernels, losses, features, weights, reduction, classes, intercept, l2);
    Objects.requireNonNull(targets, "targets");
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
    float[] work = new float[workLength(features.columns(), classes)];
    losses.target(targets, 0).work(work, 0);
  }

  static int workLength(int features, int classes) {
    try {
      return FloatLinear.softmaxWorkLength(features, classes);
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
    return shared.rows();
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
    return shared.evaluate(
        rows, rowsOffset, firstRow, rowCount, param, paramOffset, gradient, gradientOffset);
  }
}
