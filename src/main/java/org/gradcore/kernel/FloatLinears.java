package org.gradcore.kernel;

/** The kernels of linear models of one backend. */
public interface FloatLinears {
  /**
   * A kernel.
   *
   * @param kernel which one
   * @return the kernel
   * @throws IllegalArgumentException if it is no kernel of linear models
   */
  FloatLinearKernel of(Kernel kernel);
}
