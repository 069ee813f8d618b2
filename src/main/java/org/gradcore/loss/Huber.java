package org.gradcore.loss;

import org.gradcore.kernel.Kernel;

/**
 * Huber's loss (Huber, 1964), torch's {@code HuberLoss}: {@code (z - y)² / 2} where {@code |z - y|
 * <= delta}, {@code delta * (|z - y| - delta / 2)} elsewhere.
 *
 * @param delta where the loss becomes linear, finite and more than 0
 */
public record Huber(double delta) implements KernelLoss {
  /**
   * @throws IllegalArgumentException if delta is NaN, infinite or not positive
   */
  public Huber {
    if (!(delta > 0 && delta <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("delta " + delta + ": a finite number > 0 is needed");
    }
  }

  /** torch's default: delta 1. */
  public Huber() {
    this(1);
  }

  @Override
  public double loss(double z, double y) {
    double distance = Math.abs(z - y);
    return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
  }

  @Override
  public double gradient(double z, double y) {
    double error = z - y;
    return error > delta ? delta : error < -delta ? -delta : error;
  }

  @Override
  public Kernel kernel() {
    return Kernel.HUBER;
  }

  @Override
  public double[] scalars() {
    return new double[] {delta};
  }
}
