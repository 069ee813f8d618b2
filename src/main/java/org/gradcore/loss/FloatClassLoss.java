package org.gradcore.loss;

import java.util.Locale;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatRowLoss;

/**
 * A loss of rows of predictions, one for each class, and of targets that are indices of classes,
 * with its gradient.
 *
 * <pre>
 * FloatClassLoss loss = FloatClassLoss.of(kernels, new SoftmaxCrossEntropy(), Reduction.MEAN);
 * double value = loss.classes(10).evaluate(logits, targets, gradient);
 * </pre>
 */
public final class FloatClassLoss extends FloatReducedLoss<FloatClassLoss, FloatRowLoss> {
  private FloatClassLoss(Kernels kernels, FloatRowLoss call, Reduction reduction) {
    super(kernels, call, reduction);
  }

  /**
   * A loss whose arrays and number of classes are still to be set.
   *
   * @param kernels what computes
   * @param loss what is computed
   * @param reduction how the losses of the rows become one number
   * @return the loss
   */
  public static FloatClassLoss of(Kernels kernels, RowLoss loss, Reduction reduction) {
    return new FloatClassLoss(kernels, new FloatRowLoss(loss.kernel()), reduction);
  }

  @Override
  FloatClassLoss self() {
    return this;
  }

  /**
   * Sets the number of classes.
   *
   * @param count at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public FloatClassLoss classes(int count) {
    call.classes(count);
    return this;
  }

  /**
   * Sets the targets, one for each row.
   *
   * @param array holds the class of each row, from 0 to classes - 1
   * @param offset where they begin
   * @return this
   */
  public FloatClassLoss target(int[] array, int offset) {
    call.target(array, offset);
    return this;
  }

  /**
   * Evaluates the loss of whole arrays, with the weights and the array for single losses that are
   * set.
   *
   * @param prediction rows × classes, row-major
   * @param target the class of each row
   * @param gradient receives rows × classes, or null
   * @return the reduced loss
   * @throws IllegalArgumentException if there are not targets × classes predictions, and as {@link
   *     #evaluate(int)}
   */
  public double evaluate(float[] prediction, int[] target, float[] gradient) {
    if ((long) target.length * call.classes() != prediction.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d logits for %d targets and %d classes: targets × classes are needed",
              prediction.length,
              target.length,
              call.classes()));
    }
    return prediction(prediction, 0)
        .target(target, 0)
        .gradient(gradient, 0)
        .evaluate(target.length);
  }

  @Override
  double sum() {
    return kernels.evaluate(call);
  }
}
