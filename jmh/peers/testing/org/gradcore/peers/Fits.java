package org.gradcore.peers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;

/** Small problems and their optima, to check what a library has fitted. Plain loops in double. */
public final class Fits {
  /** The seed of the problems; failures must print it. */
  public static final long SEED = seed();

  private Fits() {}

  private static long seed() {
    String given = System.getProperty("gradcore.test.seed", "");
    return given.isBlank() ? 20_250_101 : Long.parseLong(given.trim());
  }

  /** What a failure must say to be repeatable. */
  public static String describe(FitProblem problem) {
    return problem.name() + ", -Dgradcore.test.seed=" + SEED;
  }

  /**
   * A problem whose classes overlap. Sparse rows hold about a third of the columns, and some hold
   * none; columns differ in scale by up to 4.
   *
   * @param ones whether all stored values are 1
   */
  public static FitProblem problem(
      int classes, boolean dense, boolean intercept, double l2, boolean ones) {
    int rows = 400;
    int features = 6;
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + classes * 31L + features);
    int[] rowPointers = new int[rows + 1];
    int[] columns = new int[rows * features];
    double[] values = new double[rows * features];
    int[] labels = new int[rows];
    int stored = 0;
    for (int row = 0; row < rows; row++) {
      double[] scores = new double[classes];
      for (int c = 0; c < classes; c++) {
        scores[c] = 0.4 * c + random.nextGaussian();
      }
      for (int column = 0; column < features; column++) {
        double value = ones ? 1 : 0.3 * column + (1 + column % 4) * random.nextGaussian();
        if (dense || random.nextInt(3) == 0) {
          columns[stored] = column;
          values[stored++] = value;
          for (int c = 0; c < classes; c++) {
            scores[c] += value * Math.sin(1 + column + 2 * c);
          }
        }
      }
      rowPointers[row + 1] = stored;
      for (int c = 1; c < classes; c++) {
        labels[row] = scores[c] > scores[labels[row]] ? c : labels[row];
      }
    }
    String name =
        "%d classes, %s%s, %s, l2 %s"
            .formatted(
                classes,
                dense ? "dense" : "sparse",
                ones ? " ones" : "",
                intercept ? "intercept" : "no intercept",
                l2);
    return new FitProblem(
        name,
        rows,
        features,
        classes,
        dense,
        rowPointers,
        Arrays.copyOf(columns, stored),
        Arrays.copyOf(values, stored),
        labels,
        l2,
        intercept);
  }

  /** Fits with least and most effort: the latter must come within 1e-6 of the optimum. */
  public static void check(Fitter fitter, FitProblem problem) {
    String reason = fitter.declines(problem);
    if (reason != null) {
      throw new AssertionError(fitter.id() + " declines: " + reason + ", " + describe(problem));
    }
    double optimum = optimum(problem);
    Fitter.Fit fit = fitter.prepare(problem);
    double gap = Double.NaN;
    for (int effort : new int[] {0, fit.efforts() - 1}) {
      double[] parameters = fit.run(effort);
      if (parameters.length != problem.parameters()) {
        throw new AssertionError(
            fitter.id() + ": " + parameters.length + " parameters, " + describe(problem));
      }
      gap = objective(problem, parameters) - optimum;
      if (!(gap > -1e-9)) {
        throw new AssertionError(fitter.id() + " is below the optimum: " + describe(problem));
      }
    }
    if (!(gap < 1e-6)) {
      throw new AssertionError(
          fitter.id() + " is " + gap + " above the optimum: " + describe(problem));
    }
  }

  /** Mean loss + (l2 / 2)·|w|² of a solution. */
  public static double objective(FitProblem problem, double[] parameters) {
    return new Expansion(problem, parameters, false).value;
  }

  /** The smallest value of the objective, by Newton's method from 0 with halved steps. */
  public static double optimum(FitProblem problem) {
    double[] parameters = new double[problem.parameters()];
    double best = objective(problem, parameters);
    for (int iteration = 0; iteration < 100; iteration++) {
      Expansion at = new Expansion(problem, parameters, true);
      double[] step = solve(at.hessian, at.gradient);
      double scale = 1;
      double[] next = null;
      double value = best;
      for (; scale > 1e-10; scale /= 2) {
        next = parameters.clone();
        for (int i = 0; i < next.length; i++) {
          next[i] -= scale * step[i];
        }
        value = objective(problem, next);
        if (value < best) {
          break;
        }
      }
      if (!(value < best)) {
        double largest = Arrays.stream(at.gradient).map(Math::abs).max().orElse(0);
        if (largest > 1e-7) {
          throw new AssertionError(
              "No optimum: gradient " + largest + " left, " + describe(problem));
        }
        return best;
      }
      parameters = next;
      best = value;
    }
    throw new AssertionError("No optimum after 100 steps of Newton's method, " + describe(problem));
  }

  /**
   * Gaussian elimination with pivots. The diagonal is raised a little: shifts have no curvature.
   */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      matrix[i][i] += 1e-10;
    }
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int j = i + 1; j < n; j++) {
        pivot = Math.abs(matrix[j][i]) > Math.abs(matrix[pivot][i]) ? j : pivot;
      }
      double[] row = matrix[pivot];
      matrix[pivot] = matrix[i];
      matrix[i] = row;
      double value = x[pivot];
      x[pivot] = x[i];
      x[i] = value;
      for (int j = i + 1; j < n; j++) {
        double factor = matrix[j][i] / row[i];
        for (int k = i; k < n; k++) {
          matrix[j][k] -= factor * row[k];
        }
        x[j] -= factor * value;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= matrix[i][k] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    return x;
  }

  /** Value, gradient and Hessian at a point. Of two classes, class 0 has the score 0. */
  private static final class Expansion {
    double value;
    final double[] gradient;
    final double[][] hessian;

    Expansion(FitProblem problem, double[] parameters, boolean derivatives) {
      int features = problem.features();
      int first = problem.classes() == 2 ? 1 : 0;
      int outputs = problem.classes() - first;
      int length = parameters.length;
      gradient = new double[length];
      hessian = new double[derivatives ? length : 0][length];
      for (int row = 0; row < problem.rows(); row++) {
        double[] x = new double[features + 1];
        x[features] = problem.intercept() ? 1 : 0;
        for (int i = problem.rowPointers()[row]; i < problem.rowPointers()[row + 1]; i++) {
          x[problem.columns()[i]] = problem.values()[i];
        }
        double[] scores = new double[problem.classes()];
        for (int output = 0; output < outputs; output++) {
          for (int j = 0; j <= features; j++) {
            if (x[j] != 0) {
              scores[output + first] += x[j] * parameters[index(output, j, outputs, features)];
            }
          }
        }
        double largest = Arrays.stream(scores).max().orElseThrow();
        double sum = Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum();
        value += (largest + Math.log(sum) - scores[problem.labels()[row]]) / problem.rows();
        if (derivatives) {
          double[] p = Arrays.stream(scores).map(s -> Math.exp(s - largest) / sum).toArray();
          for (int a = 0; a < outputs; a++) {
            double residual = p[a + first] - (problem.labels()[row] == a + first ? 1 : 0);
            for (int j = 0; j <= features; j++) {
              if (x[j] == 0) {
                continue;
              }
              int to = index(a, j, outputs, features);
              gradient[to] += residual * x[j] / problem.rows();
              for (int b = 0; b < outputs; b++) {
                double curvature = p[a + first] * ((a == b ? 1 : 0) - p[b + first]);
                for (int k = 0; k <= features; k++) {
                  if (x[k] != 0) {
                    hessian[to][index(b, k, outputs, features)] +=
                        curvature * x[j] * x[k] / problem.rows();
                  }
                }
              }
            }
          }
        }
      }
      for (int i = 0; i < outputs * features; i++) {
        value += problem.l2() / 2 * parameters[i] * parameters[i];
        gradient[i] += problem.l2() * parameters[i];
        if (derivatives) {
          hessian[i][i] += problem.l2();
        }
      }
    }

    /** Where a weight stands: class by class, then the intercepts. */
    private static int index(int output, int column, int outputs, int features) {
      return column < features ? output * features + column : outputs * features + output;
    }
  }
}
