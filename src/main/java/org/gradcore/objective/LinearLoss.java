package org.gradcore.objective;

import org.gradcore.loss.KernelLoss;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.SquaredError;

/** The loss of a linear model with one output z = x·w + b and target y. */
public enum LinearLoss {
  /** Squared error, {@code (z - y)²}. */
  SQUARED_ERROR(new SquaredError()),

  /** Half the squared error, {@code (z - y)² / 2}. */
  HALF_SQUARED_ERROR(SquaredError.half()),

  /** Logistic loss, {@code log(1 + e^z) - y z}, targets from 0 to 1. */
  LOGISTIC(new Logistic()),

  /** Logistic loss, {@code log(1 + e^(-y z))}, targets −1 and +1. */
  LOGISTIC_SIGNED(new Logistic(true));

  private final KernelLoss loss;

  LinearLoss(KernelLoss loss) {
    this.loss = loss;
  }

  /** The loss itself. */
  KernelLoss loss() {
    return loss;
  }

  /** Whether a target is one that the loss has a meaning for. */
  boolean accepts(double target) {
    return switch (this) {
      case SQUARED_ERROR, HALF_SQUARED_ERROR -> Double.isFinite(target);
      case LOGISTIC -> target >= 0 && target <= 1;
      case LOGISTIC_SIGNED -> target == -1 || target == 1;
    };
  }

  /** The targets that {@link #accepts} accepts, in words. */
  String allowed() {
    return switch (this) {
      case SQUARED_ERROR, HALF_SQUARED_ERROR -> "a finite number";
      case LOGISTIC -> "a number from 0 to 1";
      case LOGISTIC_SIGNED -> "-1 or 1";
    };
  }
}
