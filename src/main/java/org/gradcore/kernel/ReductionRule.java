package org.gradcore.kernel;

/**
 * What a caller must know of a reduction; {@link FloatReductionKernel} has the formulas.
 *
 * @param kernel the kernel
 * @param binary whether it has two arrays
 */
public record ReductionRule(Kernel kernel, boolean binary) {

  /**
   * The rule of a kernel.
   *
   * @param kernel a reduction
   * @return its rule
   * @throws IllegalArgumentException if the kernel is no reduction
   */
  public static ReductionRule of(Kernel kernel) {
    if (kernel.family() != Kernel.Family.REDUCTIONS) {
      throw Kernel.Family.REDUCTIONS.lacks(kernel);
    }
    return new ReductionRule(kernel, kernel == Kernel.DOT);
  }
}
