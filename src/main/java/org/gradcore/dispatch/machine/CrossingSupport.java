package org.gradcore.dispatch.machine;

/**
 * Whether functions of the native library can be called in a way in this process.
 *
 * @param crossing the way
 * @param available whether it can be used
 * @param reason why it cannot; if it can, when it is used
 * @param remedy what mends it; empty if it is available or nothing does
 */
public record CrossingSupport(Crossing crossing, boolean available, String reason, String remedy) {
  /**
   * Reason and remedy as one text.
   *
   * @return the sentences, without the last full stop
   */
  public String sentence() {
    return remedy.isEmpty() ? reason : reason + ". " + remedy;
  }
}
