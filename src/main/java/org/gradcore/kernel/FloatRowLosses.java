package org.gradcore.kernel;

/** The losses of rows of one backend. */
public interface FloatRowLosses {
  /**
   * The kernel of a loss.
   *
   * @param kernel a loss of rows
   * @return its kernel
   * @throws IllegalArgumentException if the kernel is no loss of rows
   */
  FloatRowLossKernel of(Kernel kernel);
}
