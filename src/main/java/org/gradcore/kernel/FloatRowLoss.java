package org.gradcore.kernel;

/**
 * The arguments of the softmax cross-entropy: each sample is a row of logits, one for each class,
 * and its target the index of a class. For a row z with target y:
 *
 * <pre>
 * m = z_0;  for k = 1…: m = (z_k &gt; m) ? z_k : m
 * e_k = exp(z_k - m)
 * s = Σ e_k        (canonical lanes over k; the sums of blocks of classes added in float)
 * l = log(s) + (m - z_y)
 * r_k = e_k / s;  r_y = r_y - 1
 * </pre>
 *
 * <p>All else is in {@link FloatLossCall}; predictions and gradient are row-major. If another
 * thread changes a target to one that is no class, the call can end with an {@link
 * IndexOutOfBoundsException}, and single losses and gradient hold any part of a result.
 */
public final class FloatRowLoss extends FloatLossCall<FloatRowLoss> {
  private final Kernel kernel;
  private int classes = 1;
  private int[] target;
  private int targetOffset;

  /**
   * A call whose size and arrays are still to be set.
   *
   * @param kernel a loss of rows
   * @throws IllegalArgumentException if the kernel is no loss of rows
   */
  public FloatRowLoss(Kernel kernel) {
    if (kernel.family() != Kernel.Family.ROW_LOSSES) {
      throw new IllegalArgumentException(kernel.id() + " is no loss of rows");
    }
    this.kernel = kernel;
  }

  @Override
  FloatRowLoss self() {
    return this;
  }

  @Override
  int outputs() {
    return classes;
  }

  /**
   * Sets the number of classes.
   *
   * @param count at least 1, which it is unless set
   * @return this call
   * @throws IllegalArgumentException if it is less than 1
   */
  public FloatRowLoss classes(int count) {
    Checks.atLeastOne("classes", count);
    keepChecked(classes == count);
    classes = count;
    return this;
  }

  /** Sets the targets, which are only read: for each row the index of a class, from 0. */
  public FloatRowLoss target(int[] array, int offset) {
    keepChecked(target == array && targetOffset == offset);
    target = array;
    targetOffset = offset;
    return this;
  }

  @Override
  void checkTargetArray() {
    Checks.notNull("target", target);
    Checks.range("target", target.length, targetOffset, length());
  }

  @Override
  void checkTargets(int from, int count) {
    Checks.classes(target, targetOffset, null, 0, from, count, classes);
  }

  /** The loss: its kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** Number of classes: at least 1. */
  public int classes() {
    return classes;
  }

  /** The targets: the array itself. */
  public int[] target() {
    return target;
  }

  /** Where the targets begin: an index. */
  public int targetOffset() {
    return targetOffset;
  }
}
