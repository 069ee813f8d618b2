package org.gradcore.kernel;

/** What the targets of a loss are. */
public enum TargetRange {
  /** Any finite number. */
  REAL("a finite number"),

  /** From 0 to 1. */
  ZERO_TO_ONE("a number from 0 to 1"),

  /** −1 or +1. */
  SIGNED("-1 or 1");

  private final String words;

  TargetRange(String words) {
    this.words = words;
  }

  /**
   * Whether a number is such a target.
   *
   * @param target any number
   * @return whether the loss has a meaning for it
   */
  public boolean accepts(double target) {
    return switch (this) {
      case REAL -> Double.isFinite(target);
      case ZERO_TO_ONE -> target >= 0 && target <= 1;
      case SIGNED -> target == -1 || target == 1;
    };
  }

  /** What is accepted, in words for an error. */
  public String words() {
    return words;
  }
}
