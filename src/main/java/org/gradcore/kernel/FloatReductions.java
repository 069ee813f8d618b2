package org.gradcore.kernel;

/** The reductions of one backend. */
public interface FloatReductions {
  /**
   * The kernel of a reduction.
   *
   * @param kernel a reduction
   * @return its kernel
   * @throws IllegalArgumentException if the kernel is no reduction
   */
  FloatReductionKernel of(Kernel kernel);
}
