package org.gradcore.dispatch.machine;

/**
 * Whether a backend can be used in this process.
 *
 * @param backend the backend
 * @param available whether it can be used
 * @param reason why it cannot; for an available backend, what it runs on
 * @param remedy what mends it; empty if it is available or nothing does
 */
public record Availability(Backend backend, boolean available, String reason, String remedy) {
  static Availability yes(Backend backend, String reason) {
    return new Availability(backend, true, reason, "");
  }

  static Availability no(Backend backend, String reason, String remedy) {
    return new Availability(backend, false, reason, remedy);
  }

  /** Reason and remedy as one text: the sentences, without the last full stop. */
  public String sentence() {
    return remedy.isEmpty() ? reason : reason + ". " + remedy;
  }
}
