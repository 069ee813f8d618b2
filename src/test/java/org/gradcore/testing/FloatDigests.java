package org.gradcore.testing;

import java.util.function.BiConsumer;
import org.gradcore.kernel.Kernel;

/** Hashes of what a backend computes, to be compared between JVMs. */
public final class FloatDigests {
  private FloatDigests() {}

  /**
   * Runs the few calls of {@link FloatCorpus} for every kernel.
   *
   * @param sink receives the description of each call and the hash of all that it returned and
   *     wrote
   */
  public static void forEach(FloatBackend backend, long seed, BiConsumer<String, Long> sink) {
    for (Kernel kernel : Kernel.values()) {
      FloatCorpus.forEachOfFew(
          kernel, seed, call -> sink.accept("float " + call, call.digest(call.run(backend))));
    }
  }
}
