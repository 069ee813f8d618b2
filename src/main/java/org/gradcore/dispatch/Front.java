package org.gradcore.dispatch;

import java.util.function.Function;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.Provider;

/**
 * The dispatched kernels of a family.
 *
 * @param <K> what they have in common
 */
final class Front<K> implements Provider<K> {
  private final Kernel.Family family;
  private final Object[] kernels = new Object[Kernel.values().length];

  Front(Kernel.Family family, Function<Kernel, K> maker) {
    this.family = family;
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == family) {
        kernels[kernel.ordinal()] = maker.apply(kernel);
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // The maker made it.
  public K of(Kernel kernel) {
    Object found = kernels[kernel.ordinal()];
    if (found == null) {
      throw family.lacks(kernel);
    }
    return (K) found;
  }
}
