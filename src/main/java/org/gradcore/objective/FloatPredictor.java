package org.gradcore.objective;

import java.util.Locale;
import java.util.Objects;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.Kernel;

/**
 * Predictions of a linear model: margins x·w + b with one output, logits with one output per class.
 * Not for use by several threads at once.
 */
public final class FloatPredictor {
  private static final int BLOCK = 1024;

  private final Kernels kernels;
  private final LinearLayout layout;
  private final FloatLinear dense;
  private final FloatLinear csr;
  private final float[] block;

  /**
   * @param kernels what computes
   * @param features number of features of the model
   * @param outputs 1, or the number of classes of a softmax model
   * @param intercept whether the model has intercepts
   * @param parameters as {@link FloatLinearObjective} and {@link FloatSoftmaxObjective} lay them
   *     out; not copied
   * @throws IllegalArgumentException if there are too many or too few parameters
   */
  public FloatPredictor(
      Kernels kernels, int features, int outputs, boolean intercept, float[] parameters) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.layout = new LinearLayout(features, outputs, intercept);
    if (parameters.length != layout.parameterCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d parameters for %d features, %d outputs and %s intercept: %d are needed",
              parameters.length,
              features,
              outputs,
              intercept ? "an" : "no",
              layout.parameterCount()));
    }
    boolean one = outputs == 1;
    float[] work = one ? null : FloatSoftmaxObjective.work(layout);
    this.dense = new FloatLinear(one ? Kernel.DENSE_MARGINS : Kernel.DENSE_LOGITS);
    this.csr = new FloatLinear(one ? Kernel.CSR_MARGINS : Kernel.CSR_LOGITS);
    dense.outputs(outputs, intercept).param(parameters, 0).work(work, 0);
    csr.outputs(outputs, intercept).param(parameters, 0).work(work, 0);
    this.block = new float[Math.multiplyExact(BLOCK, outputs)];
  }

  /**
   * The margins (one output) or logits (row-major, rows × outputs) of a range of rows.
   *
   * @param x data with the model's number of features; sparse data may have fewer columns, the
   *     missing ones being zero
   * @param out receives rowCount × outputs elements from {@code outOffset}
   * @throws IllegalArgumentException if the number of columns does not fit
   * @throws IndexOutOfBoundsException if a row does not exist or the array is too short
   */
  public void scores(FloatFeatures x, int firstRow, int rowCount, float[] out, int outOffset) {
    checkColumns(x);
    Objects.checkFromIndexSize(firstRow, rowCount, x.rows());
    long size = (long) rowCount * layout.outputs();
    if (outOffset < 0 || size > out.length - (long) outOffset) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "%d rows of %d outputs from offset %d: the array has %d elements",
              rowCount,
              layout.outputs(),
              outOffset,
              out.length));
    }
    if (rowCount == 0) {
      return;
    }
    FloatLinear call = x instanceof FloatCsrMatrix ? csr : dense;
    FloatSamples.on(call, x, layout).rows(null, 0, firstRow, rowCount).out(out, outOffset);
    kernels.linear(call);
  }

  /**
   * The predicted class of every row: with one output 1 if the margin is at least 0 and else 0;
   * with several the one with the greatest logit, the first on ties.
   */
  public int[] classes(FloatFeatures x) {
    int[] classes = new int[x.rows()];
    for (int first = 0; first < classes.length; first += BLOCK) {
      int count = Math.min(BLOCK, classes.length - first);
      scores(x, first, count, block, 0);
      for (int p = 0; p < count; p++) {
        classes[first + p] =
            layout.outputs() == 1 ? (block[p] >= 0 ? 1 : 0) : greatest(p * layout.outputs());
      }
    }
    return classes;
  }

  private int greatest(int from) {
    int best = 0;
    for (int k = 1; k < layout.outputs(); k++) {
      if (block[from + k] > block[from + best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * The fraction of rows whose predicted class is the target.
   *
   * @param targets one class per row, 0 or 1 with one output
   * @throws IllegalArgumentException if there are no rows, or not one target for each
   */
  public double accuracy(FloatFeatures x, int[] targets) {
    checkTargets(x, targets.length);
    int[] classes = classes(x);
    int right = 0;
    for (int i = 0; i < classes.length; i++) {
      right += classes[i] == targets[i] ? 1 : 0;
    }
    return right / (double) classes.length;
  }

  /**
   * The root of the mean of {@code (margin - target)²}, for models with one output.
   *
   * @param targets one target per row
   * @throws IllegalArgumentException if there are no rows, not one target for each, or several
   *     outputs
   */
  public double rootMeanSquaredError(FloatFeatures x, float[] targets) {
    if (layout.outputs() != 1) {
      throw new IllegalArgumentException(layout.outputs() + " outputs: a model with one is needed");
    }
    checkTargets(x, targets.length);
    double sum = 0;
    for (int first = 0; first < targets.length; first += BLOCK) {
      int count = Math.min(BLOCK, targets.length - first);
      scores(x, first, count, block, 0);
      for (int p = 0; p < count; p++) {
        double error = (double) block[p] - targets[first + p];
        sum += error * error;
      }
    }
    return Math.sqrt(sum / targets.length);
  }

  /**
   * Checks that the model takes data with these columns.
   *
   * @throws IllegalArgumentException if not
   */
  public void checkColumns(FloatFeatures x) {
    boolean sparse = x instanceof FloatCsrMatrix;
    if (sparse ? x.columns() > layout.features() : x.columns() != layout.features()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the data have %d features, the model has %d: %s are needed",
              x.columns(),
              layout.features(),
              sparse ? "at most as many" : "as many"));
    }
  }

  private void checkTargets(FloatFeatures x, int count) {
    if (x.rows() == 0 || count != x.rows()) {
      throw new IllegalArgumentException(
          count + " targets for " + x.rows() + " rows: as many, and at least 1, are needed");
    }
  }
}
