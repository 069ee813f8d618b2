package org.gradcore.objective;

import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.loss.FloatLoss;
import org.gradcore.loss.KernelLoss;
import org.gradcore.loss.PointLoss;
import org.gradcore.loss.Reduction;

/**
 * A linear model with one output over dense or sparse data, with any loss of one prediction and one
 * target: linear or logistic regression, Huber's, or a loss of the caller's own.
 *
 * <pre>
 * F(w, b) = (1/n) Σ loss(x_i·w + b, y_i) + (l2/2)·|w|²
 * </pre>
 *
 * <p>The parameters are the coefficients w, one per feature, then the intercept b if there is one,
 * which the penalty leaves alone. Losses are summed in the canonical order of {@link
 * FloatLinearKernel}, so that value and gradient have the same bits on every backend, except where
 * dense data go through OpenBLAS. A loss of the caller's own is computed in double, sample by
 * sample, and rounded to float; all else is as for the others, in the same order. The arrays given
 * are not copied, and must not change.
 */
public final class FloatLinearObjective extends FloatMeanObjective {
  /** Without weights. */
  public FloatLinearObjective(
      Kernels kernels,
      PointLoss loss,
      FloatFeatures features,
      float[] targets,
      boolean intercept,
      double l2) {
    this(kernels, loss, features, targets, null, Reduction.MEAN, intercept, l2);
  }

  /**
   * @param kernels what computes
   * @param loss the loss: one of {@link org.gradcore.loss}, or one of the caller's own
   * @param features one row per sample, finite, at least one row
   * @param targets one target per row, within {@link PointLoss#targets}
   * @param weights one weight per row, finite and at least 0, or null for none
   * @param reduction {@link Reduction#MEAN} divides by the number of rows, {@link
   *     Reduction#WEIGHTED_MEAN} by the sum of their weights
   * @param intercept whether the model has an intercept
   * @param l2 factor of the penalty on the coefficients, at least 0
   * @throws IllegalArgumentException if anything does not fit; the message names the row
   */
  public FloatLinearObjective(
      Kernels kernels,
      PointLoss loss,
      FloatFeatures features,
      float[] targets,
      float[] weights,
      Reduction reduction,
      boolean intercept,
      double l2) {
    this(
        Objects.requireNonNull(kernels, "kernels"),
        Objects.requireNonNull(loss, "loss"),
        targets,
        new FloatSamples(features, weights, reduction),
        new LinearLayout(features.columns(), 1, intercept),
        l2);
  }

  private FloatLinearObjective(
      Kernels kernels,
      PointLoss loss,
      float[] targets,
      FloatSamples samples,
      LinearLayout layout,
      double l2) {
    super(
        samples,
        layout,
        sum(kernels, loss, targets, samples, layout),
        new FloatL2(kernels, layout, l2));
  }

  private static FloatLossSum sum(
      Kernels kernels, PointLoss loss, float[] targets, FloatSamples samples, LinearLayout layout) {
    samples.checkCount("targets", targets.length);
    for (int i = 0; i < targets.length; i++) {
      if (!loss.targets().accepts(targets[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "target %s of row %d: the loss %s needs %s",
                targets[i],
                i,
                loss,
                loss.targets().words()));
      }
    }
    if (!(loss instanceof KernelLoss known)) {
      return new FloatOwnLossSum(kernels, loss, targets, samples, layout);
    }
    FloatLinear call = samples.call(Kernel.DENSE_LOSS, Kernel.CSR_LOSS, layout);
    float[] work = new float[FloatLinear.workLength(layout.features())];
    call.loss(FloatLoss.call(known)).target(targets, 0);
    call.weight(samples.weights(), 0).work(work, 0);
    return FloatLossSum.of(kernels, call);
  }
}
