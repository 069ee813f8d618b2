package org.gradcore.optim;

/** Ranges of hyper-parameters. NaN is in none of them. */
final class Hyperparameters {
  private Hyperparameters() {}

  static void requireNonNegative(String name, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " " + value + ": a finite number >= 0 is needed");
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " " + value + ": a finite number > 0 is needed");
    }
  }

  /** From 0 to 1, both allowed. */
  static void requireFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " " + value + ": a number from 0 to 1 is needed");
    }
  }

  /** Between two numbers, which are not allowed themselves. */
  static void requireBetween(String name, double value, double above, double below) {
    if (!(value > above && value < below)) {
      throw new IllegalArgumentException(
          name + " " + value + ": a number in (" + above + ", " + below + ") is needed");
    }
  }

  static void requireAtLeast(String name, double value, double least) {
    if (!(value >= least && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          name + " " + value + ": a finite number >= " + least + " is needed");
    }
  }

  /** A decay rate: at least 0 and below 1. */
  static void requireDecayRate(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " " + value + ": a number in [0, 1) is needed");
    }
  }
}
