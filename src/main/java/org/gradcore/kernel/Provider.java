package org.gradcore.kernel;

/**
 * The kernels of a family, of one backend or of the dispatcher.
 *
 * @param <K> what they have in common, e.g. {@link FloatStepKernel}
 */
@FunctionalInterface
public interface Provider<K> {
  /**
   * A kernel.
   *
   * @param kernel which one, of this family
   * @return the kernel
   * @throws IllegalArgumentException if it is of another family
   */
  K of(Kernel kernel);
}
