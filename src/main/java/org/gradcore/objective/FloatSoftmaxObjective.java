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
public final class FloatSoftmaxObjective extends FloatMeanObjective {
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
    this(
        Objects.requireNonNull(kernels, "kernels"),
        targets,
        new FloatSamples(features, weights, reduction),
        layout(features, classes, intercept),
        l2);
  }

  private FloatSoftmaxObjective(
      Kernels kernels, int[] targets, FloatSamples samples, LinearLayout layout, double l2) {
    super(
        samples,
        layout,
        FloatLossSum.of(kernels, call(targets, samples, layout)),
        new FloatL2(kernels, layout, l2));
  }

  private static LinearLayout layout(FloatFeatures features, int classes, boolean intercept) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes " + classes + ": at least 1 is needed");
    }
    return new LinearLayout(features.columns(), classes, intercept);
  }

  private static FloatLinear call(int[] targets, FloatSamples samples, LinearLayout layout) {
    samples.checkCount("targets", targets.length);
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < 0 || targets[i] >= layout.outputs()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "target %d of row %d: a class from 0 to %d is needed",
                targets[i],
                i,
                layout.outputs() - 1));
      }
    }
    FloatLinear call = samples.call(Kernel.DENSE_SOFTMAX, Kernel.CSR_SOFTMAX, layout);
    return call.target(targets, 0).weight(samples.weights(), 0).work(work(layout), 0);
  }

  /** What kernels with classes need. */
  static float[] work(LinearLayout layout) {
    try {
      return new float[FloatLinear.softmaxWorkLength(layout.features(), layout.outputs())];
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          layout.features()
              + " features and "
              + layout.outputs()
              + " classes: too many for one array",
          e);
    }
  }
}
