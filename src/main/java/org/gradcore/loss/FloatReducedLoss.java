package org.gradcore.loss;

import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLossCall;

/**
 * What the losses of arrays have in common: predictions, weights, what is stored, and how the
 * losses of the samples become one number.
 *
 * <ul>
 *   <li>The result is the reduced loss; with {@link Reduction#NONE} it is the sum of the losses,
 *       which then are what {@link #losses} receives.
 *   <li>Arrays stay set until others are. Of each, the call takes as many elements from its offset
 *       on as it needs.
 *   <li>The sum runs in the canonical order of {@link FloatLossCall}: the same bits on every
 *       backend.
 * </ul>
 *
 * <p>An evaluation allocates nothing. Not for use by several threads at once.
 *
 * @param <L> the loss itself
 * @param <C> its call
 */
public abstract sealed class FloatReducedLoss<
        L extends FloatReducedLoss<L, C>, C extends FloatLossCall<C>>
    permits FloatLoss, FloatClassLoss {
  final Kernels kernels;
  final C call;
  private final Reduction reduction;

  FloatReducedLoss(Kernels kernels, C call, Reduction reduction) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.call = call;
    this.reduction = Objects.requireNonNull(reduction, "reduction");
  }

  abstract L self();

  /** The sum of the losses. */
  abstract double sum();

  /**
   * Sets the predictions.
   *
   * @param array holds them
   * @param offset where they begin
   * @return this
   */
  public final L prediction(float[] array, int offset) {
    call.prediction(array, offset);
    return self();
  }

  /**
   * Sets the weights, one for each sample, finite and at least 0, which multiply its loss and its
   * gradient.
   *
   * @param array holds them; null for none
   * @param offset where they begin
   * @return this
   */
  public final L weight(float[] array, int offset) {
    call.weight(array, offset);
    return self();
  }

  /**
   * Sets what receives the single losses, weighted and not reduced.
   *
   * @param array the array; null if they are not wanted
   * @param offset where they begin
   * @return this
   */
  public final L losses(float[] array, int offset) {
    call.loss(array, offset);
    return self();
  }

  /**
   * Sets what receives the gradient of the reduced loss with respect to the predictions.
   *
   * @param array the array, which may be that of the predictions; null if it is not wanted
   * @param offset where it begins
   * @return this
   */
  public final L gradient(float[] array, int offset) {
    call.gradient(array, offset);
    return self();
  }

  /**
   * Evaluates the loss of the arrays that are set.
   *
   * @param samples how many samples
   * @return the reduced loss
   * @throws IllegalArgumentException for a negative or non-finite weight, for a mean over no
   *     samples or over weights that sum to 0, for {@link Reduction#NONE} without an array for the
   *     losses, and for ranges that overlap
   * @throws IndexOutOfBoundsException if an array is too short, or a target no class
   * @throws NullPointerException if predictions or targets are not set
   */
  public final double evaluate(int samples) {
    call.length(samples);
    double divisor = divisor();
    call.gradientScale((float) (1 / divisor));
    return sum() / divisor;
  }

  /** What the sum of the losses is divided by; checks the weights. */
  private double divisor() {
    int length = call.length();
    float[] weight = call.weight();
    int weightOffset = call.weightOffset();
    if (reduction == Reduction.NONE && call.loss() == null) {
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
    double sum = kernels.floatArrays().sum(weight, weightOffset, length);
    if (!(sum > 0)) {
      throw new IllegalArgumentException("the weights sum to " + sum + ": more than 0 is needed");
    }
    return sum;
  }
}
