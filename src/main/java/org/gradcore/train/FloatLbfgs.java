package org.gradcore.train;

import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.objective.FloatObjective;

/**
 * Minimizes a smooth objective by limited-memory BFGS over all rows, starting from parameters that
 * are all zero: Nocedal and Wright, Numerical Optimization (2nd edition, 2006), Algorithms 7.4 and
 * 7.5, with a line search for the strong Wolfe conditions (Algorithms 3.5 and 3.6, c1 = 1e-4, c2 =
 * 0.9).
 *
 * <p>For convex objectives whose data fit in memory, such as regressions with a penalty, this
 * reaches a given accuracy in far fewer passes over the data than gradient descent, and there is no
 * learning rate to choose. Without a penalty, classes that can be separated have no optimum: the
 * parameters grow until the gradient is small enough.
 *
 * <p>With kernels whose bits do not depend on the backend, the result does not either. An iteration
 * allocates nothing.
 */
public final class FloatLbfgs {
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** Evaluations of one line search; a good step is nearly always the first or second. */
  private static final int LONGEST_SEARCH = 25;

  private final FloatObjective objective;
  private final LbfgsOptions options;
  private final Kernels kernels;
  private final int length;

  private float[] param;
  private float[] gradient;
  private float[] trialParam;
  private float[] trialGradient;
  private final float[] direction;

  /** The differences of parameters and of gradients of the last steps, a ring. */
  private final float[][] steps;

  private final float[][] changes;
  private final double[] inverses;
  private final double[] coefficients;
  private int stored;
  private int newest = -1;

  private double value;
  private double trialValue;
  private double trialSlope;
  private int evaluations;

  private FloatLbfgs(FloatObjective objective, LbfgsOptions options, Kernels kernels) {
    this.objective = objective;
    this.options = options;
    this.kernels = kernels;
    length = objective.parameterCount();
    param = new float[length];
    gradient = new float[length];
    trialParam = new float[length];
    trialGradient = new float[length];
    direction = new float[length];
    int history = options.history();
    steps = new float[history][length];
    changes = new float[history][length];
    inverses = new double[history];
    coefficients = new double[history];
  }

  /**
   * Minimizes.
   *
   * @param objective what is minimized
   * @param options history, limit of the iterations and tolerance
   * @param kernels what computes the steps
   * @param listener is told after each iteration, which it knows as an epoch, with the objective
   *     after it
   * @return the parameters with the lowest objective that was found
   * @throws DivergenceException if the objective is NaN or infinite where it starts
   */
  public static FloatLbfgsResult minimize(
      FloatObjective objective, LbfgsOptions options, Kernels kernels, TrainingListener listener) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(kernels, "kernels");
    Objects.requireNonNull(listener, "listener");
    return new FloatLbfgs(objective, options, kernels).run(listener);
  }

  private FloatLbfgsResult run(TrainingListener listener) {
    final long start = System.nanoTime();
    value = objective.valueAndGradient(param, 0, gradient, 0);
    evaluations = 1;
    double norm = norm();
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      String what =
          Double.isFinite(value) ? "the gradient is " + norm : "the objective is " + value;
      throw new DivergenceException(
          what, DivergenceException.Cause.DATA, 1, 1, FloatTrainer.asDoubles(param), 0, Double.NaN);
    }
    int iterations = 0;
    LbfgsStop stop = null;
    while (stop == null) {
      if (norm <= options.gradientTolerance()) {
        stop = LbfgsStop.GRADIENT;
      } else if (iterations == options.maxIterations()) {
        stop = LbfgsStop.ITERATIONS;
      } else if (!step()) {
        stop = LbfgsStop.PRECISION;
      } else {
        iterations++;
        norm = norm();
        listener.onEpoch(iterations, iterations, value, seconds(start));
      }
    }
    return new FloatLbfgsResult(param, value, norm, iterations, evaluations, seconds(start), stop);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private double norm() {
    return kernels.floatArrays().absMax(gradient, 0, length);
  }

  private double dot(float[] x, float[] y) {
    return kernels.floatArrays().dot(x, 0, y, 0, length);
  }

  private void axpy(double alpha, float[] x, float[] y) {
    kernels.floatArrays().axpy((float) alpha, x, 0, y, 0, length);
  }

  /** One iteration; false if no step lowers the objective. */
  private boolean step() {
    double slope = newDirection();
    boolean lower = slope < 0 && search(firstStep(), slope);
    if (!lower && stored > 0) {
      // What was remembered may be rounding errors by now: the gradient itself is not.
      stored = 0;
      slope = newDirection();
      lower = slope < 0 && search(firstStep(), slope);
    }
    if (!lower) {
      return false;
    }
    remember();
    float[] swap = param;
    param = trialParam;
    trialParam = swap;
    swap = gradient;
    gradient = trialGradient;
    trialGradient = swap;
    value = trialValue;
    return true;
  }

  /** Without a curvature the step has the length 1 at most, and else 1 is a Newton-like step. */
  private double firstStep() {
    return stored > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
  }

  /** Algorithm 7.4: minus the gradient times the estimated inverse Hessian; the slope there. */
  private double newDirection() {
    System.arraycopy(gradient, 0, direction, 0, length);
    kernels.floatArrays().scale(-1, direction, 0, length);
    int history = steps.length;
    for (int n = 0; n < stored; n++) {
      int i = Math.floorMod(newest - n, history);
      coefficients[i] = inverses[i] * dot(steps[i], direction);
      axpy(-coefficients[i], changes[i], direction);
    }
    if (stored > 0) {
      double curvature = inverses[newest] * dot(changes[newest], changes[newest]);
      kernels.floatArrays().scale((float) (1 / curvature), direction, 0, length);
    }
    for (int n = stored - 1; n >= 0; n--) {
      int i = Math.floorMod(newest - n, history);
      double beta = inverses[i] * dot(changes[i], direction);
      axpy(coefficients[i] - beta, steps[i], direction);
    }
    return dot(gradient, direction);
  }

  /** Keeps the step to the trial, unless rounding errors have left nothing of its curvature. */
  private void remember() {
    int next = (newest + 1) % steps.length;
    difference(trialParam, param, steps[next]);
    difference(trialGradient, gradient, changes[next]);
    double product = dot(steps[next], changes[next]);
    double inverse = 1 / product;
    if (product > 0 && Double.isFinite(inverse)) {
      inverses[next] = inverse;
      newest = next;
      stored = Math.min(stored + 1, steps.length);
    }
  }

  private void difference(float[] x, float[] y, float[] result) {
    System.arraycopy(x, 0, result, 0, length);
    axpy(-1, y, result);
  }

  /** Computes objective and slope at a step from the parameters along the direction. */
  private void probe(double step) {
    System.arraycopy(param, 0, trialParam, 0, length);
    axpy(step, direction, trialParam);
    trialValue = objective.valueAndGradient(trialParam, 0, trialGradient, 0);
    trialSlope = dot(trialGradient, direction);
    evaluations++;
  }

  private boolean tooHigh(double step, double slope) {
    // A NaN is too high, too.
    return !(trialValue <= value + SUFFICIENT_DECREASE * step * slope);
  }

  /**
   * Algorithm 3.5: goes on until a step is found or enclosed.
   *
   * @return whether the trial is lower than where the search started
   */
  private boolean search(double first, double slope) {
    int limit = evaluations + LONGEST_SEARCH;
    double before = 0;
    double beforeValue = value;
    double beforeSlope = slope;
    double step = first;
    while (evaluations < limit) {
      probe(step);
      if (tooHigh(step, slope) || (before > 0 && trialValue >= beforeValue)) {
        return zoom(before, beforeValue, beforeSlope, step, trialValue, trialSlope, slope, limit);
      }
      if (Math.abs(trialSlope) <= -CURVATURE * slope) {
        return true;
      }
      if (trialSlope >= 0) {
        return zoom(step, trialValue, trialSlope, before, beforeValue, beforeSlope, slope, limit);
      }
      double further = minimum(before, beforeValue, beforeSlope, step, trialValue, trialSlope);
      double next = further > 1.1 * step ? Math.min(further, 10 * step) : 4 * step;
      before = step;
      beforeValue = trialValue;
      beforeSlope = trialSlope;
      step = next;
    }
    return trialValue < value;
  }

  /**
   * Algorithm 3.6: narrows the interval between the lowest step so far and another.
   *
   * @return whether the trial is lower than where the search started
   */
  private boolean zoom(
      double low,
      double lowValue,
      double lowSlope,
      double high,
      double highValue,
      double highSlope,
      double slope,
      int limit) {
    double last = Double.NaN;
    while (evaluations < limit) {
      double width = high - low;
      double step = minimum(low, lowValue, lowSlope, high, highValue, highSlope);
      double share = (step - low) / width;
      if (!(share >= 0.1 && share <= 0.9)) {
        step = low + (share < 0.1 ? 0.1 : share > 0.9 ? 0.9 : 0.5) * width;
      }
      if (step == low || step == high) {
        break;
      }
      probe(step);
      last = step;
      if (tooHigh(step, slope) || trialValue >= lowValue) {
        high = step;
        highValue = trialValue;
        highSlope = trialSlope;
      } else {
        if (Math.abs(trialSlope) <= -CURVATURE * slope) {
          return true;
        }
        if (trialSlope * width >= 0) {
          high = low;
          highValue = lowValue;
          highSlope = lowSlope;
        }
        low = step;
        lowValue = trialValue;
        lowSlope = trialSlope;
      }
    }
    // Rounding errors hide the slope: the lowest point is as good as any.
    if (low == 0) {
      return false;
    }
    if (low != last) {
      probe(low);
    }
    return trialValue < value;
  }

  /** Where the cubic through two points with these slopes is least; NaN if nowhere (3.59). */
  private static double minimum(
      double a, double valueA, double slopeA, double b, double valueB, double slopeB) {
    double d1 = slopeA + slopeB - 3 * (valueA - valueB) / (a - b);
    double d2 = Math.signum(b - a) * Math.sqrt(d1 * d1 - slopeA * slopeB);
    return b - (b - a) * (slopeB + d2 - d1) / (slopeB - slopeA + 2 * d2);
  }
}
