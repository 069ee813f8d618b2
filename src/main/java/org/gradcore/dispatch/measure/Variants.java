package org.gradcore.dispatch.measure;

import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
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

  private static final int TRAINED = LinearForm.GRADIENT | LinearForm.INTERCEPT;

  private Variants() {}

  /** How many variants a kernel has. */
  public static int count(Kernel kernel) {
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      return StepRule.of(kernel).variants();
    }
    if (kernel.family() == Kernel.Family.POINT_LOSSES) {
      return PointLossRule.of(kernel).variants();
    }
    if (kernel.family() == Kernel.Family.LINEAR) {
      return LinearForm.of(kernel).variants();
    }
    return kernel == Kernel.SOFTMAX_CROSS_ENTROPY ? 8 : 1;
  }

  /** The variant that calibration measures: the plainest of those that training uses. */
  public static int typical(Kernel kernel) {
    if (kernel.family() == Kernel.Family.POINT_LOSSES
        || kernel.family() == Kernel.Family.ROW_LOSSES) {
      return GRADIENT_ONLY;
    }
    return switch (kernel) {
      case DENSE_LOSS, CSR_LOSS ->
          TRAINED | PointLossRule.of(Kernel.LOGISTIC).number(0) << LinearForm.LOSS_SHIFT;
      case DENSE_SOFTMAX, CSR_SOFTMAX -> TRAINED;
      case DENSE_MARGINS, CSR_MARGINS, DENSE_LOGITS, CSR_LOGITS -> LinearForm.INTERCEPT;
      case FINISH_GRADIENT -> LinearForm.PENALTY;
      default -> 0;
    };
  }

  static boolean bit(int variant, int bit) {
    return (variant >> bit & 1) != 0;
  }
}
