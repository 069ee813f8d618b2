package org.gradcore.objective;

import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;
import org.gradcore.loss.FloatLoss;
import org.gradcore.loss.Reduction;

/**
 * A linear model with one output over dense or sparse data: linear or logistic regression.
 *
 * <pre>
 * F(w, b) = (1/n) Σ loss(x_i·w + b, y_i) + (l2/2)·|w|²
 * </pre>
 *
 * <p>The parameters are the coefficients w, one per feature, then the intercept b if there is one,
 * which the penalty leaves alone. Losses are summed in the canonical order of {@link FloatLinear},
 * so that value and gradient have the same bits on every backend, except where dense data go
 * through OpenBLAS. The arrays given are not copied, and must not change.
 */
public final class FloatLinearObjective implements FloatObjective {
  private final FloatRows shared;

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
    Objects.requireNonNull(loss, "loss");
    FloatLinear losses = FloatRows.call(features, Kernel.DENSE_LOSS, Kernel.CSR_LOSS);
    this.shared = new FloatRows(kernels, losses, features, weights, reduction, 1, intercept, l2);
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
    float[] work = new float[FloatLinear.workLength(features.columns())];
    losses.loss(FloatLoss.call(loss.loss())).target(targets, 0).work(work, 0);
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
