package org.gradcore.dispatch.machine;

/**
 * Whether something can be used in this process: a backend, the C++ kernels of an instruction set,
 * or a way to call functions of the native library.
 *
 * @param <T> what kind of thing
 * @param of the thing
 * @param available whether it can be used
 * @param reason why it cannot; if it can, what it runs on or when it is used, or nothing
 * @param remedy what mends it; empty if it is available or nothing does
 */
public record Availability<T>(T of, boolean available, String reason, String remedy) {
  static <T> Availability<T> yes(T of, String reason) {
    return new Availability<>(of, true, reason, "");
  }

  static <T> Availability<T> no(T of, String reason, String remedy) {
    return new Availability<>(of, false, reason, remedy);
  }

  /** Reason and remedy as one text: the sentences, without the last full stop. */
  public String sentence() {
    return remedy.isEmpty() ? reason : reason + ". " + remedy;
  }
}
