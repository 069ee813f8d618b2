package org.gradcore.loss;

import org.gradcore.kernel.Kernel;

/**
 * Squared error, {@code factor * (prediction - target)²}.
 *
 * @param factor finite, at least 0; 1 is torch's {@code MSELoss}, 0.5 half the squared error as in
 *     scikit-learn
 */
public record SquaredError(double factor) implements KernelLoss {
  /**
   * @throws IllegalArgumentException if the factor is NaN, infinite or negative
   */
  public SquaredError {
    if (!(factor >= 0 && factor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("factor " + factor + ": a finite number >= 0 is needed");
    }
  }

  /** The full squared error: factor 1. */
  public SquaredError() {
    this(1);
  }

  /** Half the squared error: factor 0.5: the loss. */
  public static SquaredError half() {
    return new SquaredError(0.5);
  }

  @Override
  public double loss(double z, double y) {
    return factor * (z - y) * (z - y);
  }

  @Override
  public double gradient(double z, double y) {
    return 2 * factor * (z - y);
  }

  @Override
  public Kernel kernel() {
    return Kernel.SQUARED_ERROR;
  }

  @Override
  public double[] scalars() {
    return new double[] {factor};
  }
}
