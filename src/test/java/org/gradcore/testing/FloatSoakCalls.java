package org.gradcore.testing;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.kernel.Kernel;
import org.opentest4j.TestAbortedException;

/** The calls of a soak. */
final class FloatSoakCalls {
  private static final List<FloatBackend> BACKENDS = backends();

  /** They sum in an order of their own, which is to be the same on every thread. */
  private static final List<FloatBackend> BLAS = here(FloatBackend.openblas(true));

  private FloatSoakCalls() {}

  /** Adds the few calls of every kernel on every backend that is here. */
  static void addTo(List<Soak.Work> works, long seed) {
    for (Kernel kernel : Kernel.values()) {
      FloatCorpus.forEachOfFew(kernel, seed, call -> add(works, call));
    }
  }

  private static void add(List<Soak.Work> works, FloatCall call) {
    long expected = call.digest(call.run(FloatBackend.scalar()));
    for (FloatBackend backend : BACKENDS) {
      add(works, call, backend, expected);
    }
    if (call.kernel().hasBlasVariant()) {
      for (FloatBackend backend : BLAS) {
        add(works, call, backend, call.digest(call.run(backend)));
      }
    }
  }

  private static void add(
      List<Soak.Work> works, FloatCall call, FloatBackend backend, long expected) {
    works.add(
        new Soak.Work(
            () -> "float " + call + " on " + backend,
            backend.toString(),
            expected,
            () -> call.digest(call.runOnSharedInputs(backend))));
  }

  private static List<FloatBackend> backends() {
    List<FloatBackend> all = new ArrayList<>(FloatBackend.underTest());
    all.add(FloatBackend.scalar());
    all.add(FloatBackend.dispatched());
    return here(all);
  }

  private static List<FloatBackend> here(List<FloatBackend> backends) {
    return backends.stream().filter(FloatSoakCalls::isHere).toList();
  }

  private static boolean isHere(FloatBackend backend) {
    try {
      backend.orAbort();
      return true;
    } catch (TestAbortedException e) { // it has said so
      return false;
    }
  }
}
