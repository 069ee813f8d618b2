package org.gradcore.testing;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;

/**
 * A call object for each thread, since it is not for several. It is made once, and again only where
 * the heap was needed for something else: a soak has thousands, and each keeps its last arrays.
 */
final class PerThread<T> {
  private final ThreadLocal<SoftReference<T>> references = new ThreadLocal<>();
  private final Supplier<T> supplier;

  PerThread(Supplier<T> supplier) {
    this.supplier = supplier;
  }

  T get() {
    SoftReference<T> reference = references.get();
    T value = reference == null ? null : reference.get();
    if (value == null) {
      value = supplier.get();
      references.set(new SoftReference<>(value));
    }
    return value;
  }
}
