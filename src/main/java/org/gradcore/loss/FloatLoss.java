package org.gradcore.loss;

import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatPointLoss;

/**
 * A loss of arrays of predictions and targets, with its gradient, in one pass.
 *
 * <pre>
 * FloatLoss loss = FloatLoss.of(kernels, new Logistic(), Reduction.MEAN);
 * double value = loss.evaluate(logits, targets, gradient);
 * </pre>
 */
public final class FloatLoss extends FloatReducedLoss<FloatLoss, FloatPointLoss> {
  private final PointLoss loss;

  private FloatLoss(Kernels kernels, PointLoss loss, FloatPointLoss call, Reduction reduction) {
    super(kernels, call, reduction);
    this.loss = loss;
  }

  /**
   * A loss whose arrays are still to be set.
   *
   * @param kernels what computes
   * @param loss what is computed: a loss of this package, or one of the caller's own
   * @param reduction how the losses of the samples become one number
   * @return the loss
   * @throws IllegalArgumentException if a number of the loss is too large for float, or there are
   *     not as many as its kernel needs
   */
  public static FloatLoss of(Kernels kernels, PointLoss loss, Reduction reduction) {
    Objects.requireNonNull(loss, "loss");
    if (!(loss instanceof KernelLoss known)) {
      return new FloatLoss(kernels, loss, new FloatPointLoss(), reduction);
    }
    return new FloatLoss(kernels, null, call(known), reduction);
  }

  /**
   * The call of a loss's kernel, with its flags and numbers; its arrays are still to be set.
   *
   * @param loss the loss
   * @return the call
   * @throws IllegalArgumentException if a number of the loss is too large for float, or the numbers
   *     are not those of the kernel
   */
  public static FloatPointLoss call(KernelLoss loss) {
    FloatPointLoss call = new FloatPointLoss(loss.kernel()).flags(loss.flags());
    double[] scalars = loss.scalars();
    int needed = call.rule().scalars().size();
    if (scalars.length != needed) {
      throw new IllegalArgumentException(
          loss + " gives " + scalars.length + " numbers, its kernel needs " + needed);
    }
    for (int i = 0; i < scalars.length; i++) {
      call.scalar(i, round(call.rule().scalars().get(i).name(), scalars[i]));
    }
    return call;
  }

  private static float round(String name, double value) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded)) {
      throw new IllegalArgumentException(
          name + " " + value + ": at most " + Float.MAX_VALUE + " fits the element type float");
    }
    return rounded;
  }

  @Override
  FloatLoss self() {
    return this;
  }

  /**
   * Sets the targets.
   *
   * @param array holds them
   * @param offset where they begin
   * @return this
   */
  public FloatLoss target(float[] array, int offset) {
    call.target(array, offset);
    return this;
  }

  /**
   * Evaluates the loss of whole arrays, with the weights and the array for single losses that are
   * set.
   *
   * @param prediction predictions
   * @param target targets, as many
   * @param gradient receives the gradient with respect to the predictions, or null
   * @return the reduced loss
   * @throws IllegalArgumentException if there are not as many targets as predictions, and as {@link
   *     #evaluate(int)}
   */
  public double evaluate(float[] prediction, float[] target, float[] gradient) {
    if (prediction.length != target.length) {
      throw new IllegalArgumentException(
          prediction.length + " predictions for " + target.length + " targets: as many are needed");
    }
    return prediction(prediction, 0)
        .target(target, 0)
        .gradient(gradient, 0)
        .evaluate(target.length);
  }

  @Override
  double sum() {
    return loss == null ? kernels.evaluate(call) : FloatPlainLoss.sum(loss, call);
  }
}
