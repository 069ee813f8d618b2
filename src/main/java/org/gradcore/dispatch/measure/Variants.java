package org.gradcore.dispatch.measure;

import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.PointLossRule;
import org.gradcore.kernel.StepRule;

/**
 * The variants of a call: flags that are set and optional arrays that are given. C2 compiles a
 * kernel for the branches that it has seen taken, so a variant is warmed up by calls of its own
 * kind. A variant is a small number: one bit per question.
 */
public final class Variants {
  /** The variant of a loss: see {@link org.gradcore.kernel.FloatLossCall#variant}. */
  private static final int GRADIENT_ONLY = 4;

  private Variants() {}

  /** How many variants a kernel has. */
  public static int count(Kernel kernel) {
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      return StepRule.of(kernel).variants();
    }
    if (kernel.family() == Kernel.Family.POINT_LOSSES) {
      return PointLossRule.of(kernel).variants();
    }
    return switch (kernel) {
      case SOFTMAX_CROSS_ENTROPY -> 8;
      case DENSE_MARGINS, CSR_MARGINS, DENSE_LOGITS, CSR_LOGITS -> 4;
      case DENSE_LOSS, CSR_LOSS -> 64;
      case DENSE_SOFTMAX, CSR_SOFTMAX -> 16;
      case FINISH_GRADIENT -> 2;
      default -> 1;
    };
  }

  /** The variant that calibration measures: the plainest of those that training uses. */
  public static int typical(Kernel kernel) {
    if (kernel.family() == Kernel.Family.POINT_LOSSES
        || kernel.family() == Kernel.Family.ROW_LOSSES) {
      return GRADIENT_ONLY;
    }
    return switch (kernel) {
      case DENSE_LOSS, CSR_LOSS ->
          linearLoss(FloatLinearKernels.LOGISTIC, false, false, true, true);
      case DENSE_SOFTMAX, CSR_SOFTMAX -> linearSoftmax(false, false, true, true);
      case DENSE_MARGINS, CSR_MARGINS, DENSE_LOGITS, CSR_LOGITS -> predictions(false, true);
      case FINISH_GRADIENT -> finishGradient(true);
      default -> 0;
    };
  }

  static boolean bit(int variant, int bit) {
    return (variant >> bit & 1) != 0;
  }

  private static int bit(boolean set, int bit) {
    return set ? 1 << bit : 0;
  }

  /** Margins and logits. */
  public static int predictions(boolean rows, boolean intercept) {
    return bit(rows, 0) | bit(intercept, 1);
  }

  /** denseLoss and csrLoss. */
  public static int linearLoss(
      int loss, boolean rows, boolean weight, boolean gradient, boolean intercept) {
    return linearSoftmax(rows, weight, gradient, intercept) | loss << 4;
  }

  /** denseSoftmax and csrSoftmax. */
  public static int linearSoftmax(
      boolean rows, boolean weight, boolean gradient, boolean intercept) {
    return bit(rows, 0) | bit(weight, 1) | bit(gradient, 2) | bit(intercept, 3);
  }

  public static int finishGradient(boolean l2) {
    return bit(l2, 0);
  }
}
