package org.gradcore.kernel;

/** The optimizer steps of one backend. */
public interface FloatSteps {
  /**
   * The kernel of a rule.
   *
   * @param kernel an optimizer step
   * @return its kernel
   * @throws IllegalArgumentException if the kernel is no optimizer step
   */
  FloatStepKernel of(Kernel kernel);
}
