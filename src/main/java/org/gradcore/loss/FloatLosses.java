package org.gradcore.loss;

import java.util.Locale;
import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLossCall;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.Kernel;

/**
 * Losses of arrays of predictions and their gradients, in one pass.
 *
 * <p>Common to all methods:
 *
 * <ul>
 *   <li>The result is the reduced loss; with {@link Reduction#NONE} it is the sum of the losses,
 *       which then are what {@code loss} receives.
 *   <li>{@code weight} (null for none) has one weight per sample, finite and at least 0, which
 *       multiplies its loss and gradient.
 *   <li>{@code loss} (null if not wanted) receives the single losses, weighted and not reduced.
 *   <li>{@code gradient} (null if not wanted) receives the gradient of the reduced loss with
 *       respect to the predictions. It may be the array of predictions itself.
 *   <li>The sum runs in the canonical order of {@link FloatLossCall}: the same bits on every
 *       backend.
 *   <li>{@link IllegalArgumentException} is thrown for a negative or non-finite weight, for a mean
 *       over no samples or over weights that sum to 0, for {@code NONE} without a {@code loss}
 *       array, and for ranges that overlap; {@link IndexOutOfBoundsException} for arrays that are
 *       too short.
 * </ul>
 */
public final class FloatLosses {
  private final Kernels kernels;
  private final Reduction reduction;

  /**
   * @param kernels what computes
   * @param reduction how the losses of the samples become one number
   */
  public FloatLosses(Kernels kernels, Reduction reduction) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.reduction = Objects.requireNonNull(reduction, "reduction");
  }

  /** Squared error {@code (prediction - target)²} of whole arrays, without weights. */
  public double squaredError(float[] prediction, float[] target, float[] gradient) {
    return squaredError(
        prediction, 0, target, 0, null, 0, null, 0, gradient, 0, sameLength(prediction, target));
  }

  /**
   * Squared error {@code (prediction - target)²}, torch's {@code MSELoss}.
   *
   * @param prediction predictions, {@code length} elements from {@code predictionOffset}
   * @param target targets, as many
   */
  public double squaredError(
      float[] prediction,
      int predictionOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    return squared(
        1,
        prediction,
        predictionOffset,
        target,
        targetOffset,
        weight,
        weightOffset,
        loss,
        lossOffset,
        gradient,
        gradientOffset,
        length);
  }

  /** Half the squared error of whole arrays, without weights. */
  public double halfSquaredError(float[] prediction, float[] target, float[] gradient) {
    return halfSquaredError(
        prediction, 0, target, 0, null, 0, null, 0, gradient, 0, sameLength(prediction, target));
  }

  /**
   * Half the squared error, {@code (prediction - target)² / 2}, as in scikit-learn.
   *
   * @param prediction predictions, {@code length} elements from {@code predictionOffset}
   * @param target targets, as many
   */
  public double halfSquaredError(
      float[] prediction,
      int predictionOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    return squared(
        0.5f,
        prediction,
        predictionOffset,
        target,
        targetOffset,
        weight,
        weightOffset,
        loss,
        lossOffset,
        gradient,
        gradientOffset,
        length);
  }

  /** Logistic loss of whole arrays, targets from 0 to 1, without weights. */
  public double logistic(float[] logit, float[] target, float[] gradient) {
    return logistic(logit, 0, target, 0, null, 0, null, 0, gradient, 0, sameLength(logit, target));
  }

  /**
   * Logistic loss on logits z, {@code log(1 + e^z) - y z}: torch's {@code BCEWithLogitsLoss}.
   * Stable for every logit.
   *
   * @param logit logits, {@code length} elements from {@code logitOffset}
   * @param target targets y, as many, from 0 to 1 (not checked: others extend the formula)
   */
  public double logistic(
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    return logistic(
        0,
        logit,
        logitOffset,
        target,
        targetOffset,
        weight,
        weightOffset,
        loss,
        lossOffset,
        gradient,
        gradientOffset,
        length);
  }

  /** Logistic loss of whole arrays, targets −1 and +1, without weights. */
  public double logisticSigned(float[] logit, float[] target, float[] gradient) {
    return logisticSigned(
        logit, 0, target, 0, null, 0, null, 0, gradient, 0, sameLength(logit, target));
  }

  /**
   * Logistic loss on logits z with signed targets, {@code log(1 + e^(-y z))}.
   *
   * @param logit logits, {@code length} elements from {@code logitOffset}
   * @param target targets y, as many, −1 or +1 (not checked)
   */
  public double logisticSigned(
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    return logistic(
        1,
        logit,
        logitOffset,
        target,
        targetOffset,
        weight,
        weightOffset,
        loss,
        lossOffset,
        gradient,
        gradientOffset,
        length);
  }

  /** Softmax cross-entropy of whole arrays, one row of logits per target, without weights. */
  public double softmaxCrossEntropy(float[] logits, int[] target, int classes, float[] gradient) {
    if ((long) target.length * classes != logits.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d logits for %d targets and %d classes: targets × classes are needed",
              logits.length,
              target.length,
              classes));
    }
    return softmaxCrossEntropy(
        logits, 0, target, 0, null, 0, null, 0, gradient, 0, target.length, classes);
  }

  /**
   * Softmax cross-entropy with class-index targets, torch's {@code CrossEntropyLoss}.
   *
   * @param logits rows × classes, row-major, from {@code logitsOffset}
   * @param target the class of each row, from 0 to classes - 1
   * @param weight one weight per row, or null
   * @param loss receives one loss per row, or null
   * @param gradient receives rows × classes, or null
   * @param rows number of rows
   * @param classes number of classes, at least 1
   */
  public double softmaxCrossEntropy(
      float[] logits,
      int logitsOffset,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int classes) {
    double divisor = divisor(weight, weightOffset, loss, rows);
    FloatRowLoss call = new FloatRowLoss(Kernel.SOFTMAX_CROSS_ENTROPY).length(rows).classes(classes);
    call.prediction(logits, logitsOffset).target(target, targetOffset).weight(weight, weightOffset);
    call.loss(loss, lossOffset).gradient(gradient, gradientOffset);
    call.gradientScale((float) (1 / divisor));
    return kernels.evaluate(call) / divisor;
  }

  private double squared(
      float factor,
      float[] prediction,
      int predictionOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    double divisor = divisor(weight, weightOffset, loss, length);
    FloatPointLoss call = new FloatPointLoss(Kernel.SQUARED_ERROR).length(length);
    call.prediction(prediction, predictionOffset)
        .target(target, targetOffset)
        .weight(weight, weightOffset);
    call.loss(loss, lossOffset).gradient(gradient, gradientOffset);
    call.gradientScale((float) (1 / divisor)).scalar(0, factor);
    return kernels.evaluate(call) / divisor;
  }

  private double logistic(
      int flags,
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    double divisor = divisor(weight, weightOffset, loss, length);
    FloatPointLoss call = new FloatPointLoss(Kernel.LOGISTIC).length(length);
    call.prediction(logit, logitOffset).target(target, targetOffset).weight(weight, weightOffset);
    call.loss(loss, lossOffset).gradient(gradient, gradientOffset);
    call.gradientScale((float) (1 / divisor)).flags(flags);
    return kernels.evaluate(call) / divisor;
  }

  private static int sameLength(float[] prediction, float[] target) {
    if (prediction.length != target.length) {
      throw new IllegalArgumentException(
          prediction.length + " predictions for " + target.length + " targets: as many are needed");
    }
    return prediction.length;
  }

  /** What the sum of the losses is divided by; checks the weights. */
  private double divisor(float[] weight, int weightOffset, float[] loss, int length) {
    if (reduction == Reduction.NONE && loss == null) {
      throw new IllegalArgumentException("reduction NONE needs an array for the losses");
    }
    boolean mean = reduction == Reduction.MEAN || reduction == Reduction.WEIGHTED_MEAN;
    if (mean && length == 0) {
      throw new IllegalArgumentException("the mean over 0 samples: at least 1 is needed");
    }
    if (weight == null) {
      return mean ? length : 1;
    }
    Objects.checkFromIndexSize(weightOffset, length, weight.length);
    for (int i = 0; i < length; i++) {
      float w = weight[weightOffset + i];
      if (!(w >= 0 && w <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "weight " + w + " of sample " + i + ": a finite number >= 0 is needed");
      }
    }
    if (reduction != Reduction.WEIGHTED_MEAN) {
      return mean ? length : 1;
    }
    double sum = kernels.floatReductions().sum(weight, weightOffset, length, 0);
    if (!(sum > 0)) {
      throw new IllegalArgumentException("the weights sum to " + sum + ": more than 0 is needed");
    }
    return sum;
  }
}
