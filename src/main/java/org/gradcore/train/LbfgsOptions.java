package org.gradcore.train;

/**
 * How {@link FloatLbfgs} and {@link DoubleLbfgs} minimize.
 *
 * @param history how many of the last steps the curvature is estimated from, at least 1; default
 *     10. Each takes memory for two times the parameters
 * @param maxIterations when to stop at the latest, at least 1; default 1000
 * @param gradientTolerance stop once no component of the gradient is larger than this in absolute
 *     value; at least 0, default 1e-5. 0 goes on until rounding errors prevent any progress
 */
public record LbfgsOptions(int history, int maxIterations, double gradientTolerance) {
  private static final LbfgsOptions DEFAULTS = new LbfgsOptions(10, 1000, 1e-5);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public LbfgsOptions {
    if (history < 1) {
      throw new IllegalArgumentException("history " + history + ": at least 1 is needed");
    }
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "maxIterations " + maxIterations + ": at least 1 is needed");
    }
    if (!(gradientTolerance >= 0 && gradientTolerance <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "gradientTolerance " + gradientTolerance + ": a finite number >= 0 is needed");
    }
  }

  /** The defaults: history 10, at most 1000 iterations, gradient tolerance 1e-5. */
  public static LbfgsOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another history. */
  public LbfgsOptions withHistory(int value) {
    return new LbfgsOptions(value, maxIterations, gradientTolerance);
  }

  /** The same with another limit of the iterations. */
  public LbfgsOptions withMaxIterations(int value) {
    return new LbfgsOptions(history, value, gradientTolerance);
  }

  /** The same with another tolerance. */
  public LbfgsOptions withGradientTolerance(double value) {
    return new LbfgsOptions(history, maxIterations, value);
  }
}
