package org.gradcore.kernel;

/**
 * What a kernel of linear models takes and gives.
 *
 * @param rows whether it takes rows of a matrix; if not, it finishes a gradient
 * @param sparse whether the rows are CSR, not dense
 * @param softmax whether there is an output for each class, not one
 * @param loss whether it gives the loss and its gradient, not the outputs themselves
 */
public record LinearForm(boolean rows, boolean sparse, boolean softmax, boolean loss) {
  /** Bit of a variant: the rows are listed, not a range. */
  public static final int LIST = 1;

  /** Bit of a variant: the model has intercepts. */
  public static final int INTERCEPT = 2;

  /** Bit of a variant: the rows have weights. */
  public static final int WEIGHT = 4;

  /** Bit of a variant: the gradient is wanted. */
  public static final int GRADIENT = 8;

  /** Where the loss begins in a variant of a kernel with one output. */
  public static final int LOSS_SHIFT = 4;

  /** The only bit of a variant of a kernel that finishes a gradient: there is a penalty. */
  public static final int PENALTY = 1;

  /**
   * The form of a kernel.
   *
   * @param kernel a kernel of linear models
   * @return its form
   * @throws IllegalArgumentException if the kernel is of another family
   */
  public static LinearForm of(Kernel kernel) {
    return switch (kernel) {
      case DENSE_MARGINS -> new LinearForm(true, false, false, false);
      case DENSE_LOSS -> new LinearForm(true, false, false, true);
      case CSR_MARGINS -> new LinearForm(true, true, false, false);
      case CSR_LOSS -> new LinearForm(true, true, false, true);
      case DENSE_LOGITS -> new LinearForm(true, false, true, false);
      case DENSE_SOFTMAX -> new LinearForm(true, false, true, true);
      case CSR_LOGITS -> new LinearForm(true, true, true, false);
      case CSR_SOFTMAX -> new LinearForm(true, true, true, true);
      case FINISH_GRADIENT -> new LinearForm(false, false, false, false);
      default -> throw Kernel.Family.LINEAR.lacks(kernel);
    };
  }

  /**
   * The variants of a call: what it is given, and its loss. C2 compiles each by itself.
   *
   * @return how many there are; a variant is a number below
   */
  public int variants() {
    if (!rows) {
      return PENALTY + 1;
    }
    if (!loss) {
      return LIST + INTERCEPT + 1;
    }
    return (softmax ? 1 : PointLossRule.count()) << LOSS_SHIFT;
  }
}
