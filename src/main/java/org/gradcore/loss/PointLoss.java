package org.gradcore.loss;

import org.gradcore.kernel.TargetRange;

/**
 * A loss of one prediction and one target, and its gradient.
 *
 * <p>A loss of one's own implements just that, and works in {@link FloatLoss}, in {@link
 * org.gradcore.objective.FloatLinearObjective} and in their twins for double, where plain Java
 * computes it. The losses of this package say which kernel of gradcore computes them: {@link
 * KernelLoss}.
 */
public interface PointLoss {
  /**
   * The loss of a sample.
   *
   * @param z prediction
   * @param y target
   * @return the loss
   */
  double loss(double z, double y);

  /**
   * The derivative of the loss by the prediction.
   *
   * @param z prediction
   * @param y target
   * @return the gradient
   */
  double gradient(double z, double y);

  /**
   * What targets are. Objectives refuse data with others; {@link FloatLoss} does not look.
   *
   * @return default: any finite number
   */
  default TargetRange targets() {
    return TargetRange.REAL;
  }
}
