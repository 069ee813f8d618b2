package org.gradcore.kernel;

/** The elementwise losses of one backend. */
public interface FloatPointLosses {
  /**
   * The kernel of a rule.
   *
   * @param kernel an elementwise loss
   * @return its kernel
   * @throws IllegalArgumentException if the kernel is no elementwise loss
   */
  FloatPointLossKernel of(Kernel kernel);
}
