package org.gradcore.kernel;

/** What the targets of a loss are. */
public enum TargetRange {
  /** Any finite number. */
  REAL,

  /** From 0 to 1. */
  ZERO_TO_ONE,

  /** −1 or +1. */
  SIGNED
}
