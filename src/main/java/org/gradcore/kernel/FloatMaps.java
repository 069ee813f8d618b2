package org.gradcore.kernel;

/** The maps of one backend. */
public interface FloatMaps {
  /**
   * The kernel of a rule.
   *
   * @param kernel a map
   * @return its kernel
   * @throws IllegalArgumentException if the kernel is no map
   */
  FloatMapKernel of(Kernel kernel);
}
