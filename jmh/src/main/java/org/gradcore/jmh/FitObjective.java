package org.gradcore.jmh;

import java.util.Arrays;

/**
 * The objective of a {@link FitProblem} in plain double arithmetic: it judges the solutions of all
 * fitters, and finds the optimum that they are compared with, without any code of gradcore.
 *
 * <p>Inside, the parameters of a feature stand together, one per output, and the intercepts follow
 * the last feature.
 */
final class FitObjective {
  /** The optimum is known once it is proved to be this near, as a share of itself. */
  private static final double EXACT = 1e-10;

  private static final int NEWTON_STEPS = 100;

  private static final int CG_STEPS = 2000;

  private final FitProblem problem;
  private final int outputs;
  private final int coefficients;
  private final int parameters;

  /** The probability of each output in each row, at the last parameters. */
  private final double[] probabilities;

  private final double[] row;

  FitObjective(FitProblem problem) {
    this.problem = problem;
    outputs = problem.classes() == 2 ? 1 : problem.classes();
    coefficients = outputs * problem.features();
    parameters = problem.parameters();
    probabilities = new double[Math.multiplyExact(problem.rows(), outputs)];
    row = new double[outputs];
  }

  /**
   * The objective.
   *
   * @param solution the weights class by class, then the intercepts
   * @return its value
   */
  double value(double[] solution) {
    if (solution.length != parameters) {
      throw new IllegalArgumentException(
          solution.length + " parameters: " + parameters + " are needed");
    }
    double[] param = solution.clone();
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < problem.features(); j++) {
        param[j * outputs + k] = solution[k * problem.features() + j];
      }
    }
    return evaluate(param, null);
  }

  /**
   * The least value.
   *
   * @return it, at most 1e-10 of itself too large as far as the penalty proves it
   * @throws IllegalStateException if it is not found
   */
  double optimum() {
    double[] param = new double[parameters];
    double[] gradient = new double[parameters];
    double value = evaluate(param, gradient);
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double norm2 = dot(gradient, gradient);
      // With curvature l2 or more, the value is at most |gradient|² / (2 l2) above the optimum.
      if (norm2 <= 2 * problem.l2() * EXACT * value) {
        return value;
      }
      double[] direction = newton(gradient);
      double slope = dot(gradient, direction);
      double[] next = new double[parameters];
      double rate = 1;
      double lower;
      do {
        for (int i = 0; i < parameters; i++) {
          next[i] = param[i] + rate * direction[i];
        }
        lower = evaluate(next, null);
        rate /= 2;
      } while (!(lower <= value + 1e-4 * 2 * rate * slope) && rate > 1e-12);
      param = next;
      value = evaluate(param, gradient);
    }
    throw new IllegalStateException("the optimum of " + problem.label() + " was not found");
  }

  /** The value; also the probabilities of each row and, unless null, the gradient. */
  private double evaluate(double[] param, double[] gradient) {
    if (gradient != null) {
      Arrays.fill(gradient, 0);
    }
    double sum = 0;
    for (int i = 0; i < problem.rows(); i++) {
      margins(param, i);
      int label = problem.labels()[i];
      sum += outputs == 1 ? logistic(i, label) : softmax(i, label);
      if (gradient != null) {
        for (int k = 0; k < outputs; k++) {
          boolean own = outputs == 1 ? label == 1 : k == label;
          row[k] = probabilities[i * outputs + k] - (own ? 1 : 0);
        }
        scatter(gradient, i);
      }
    }
    double squares = 0;
    for (int i = 0; i < coefficients; i++) {
      squares += param[i] * param[i];
    }
    if (gradient != null) {
      finish(gradient, param);
    }
    return sum / problem.rows() + problem.l2() / 2 * squares;
  }

  private double logistic(int i, int label) {
    double z = row[0];
    double margin = label == 1 ? z : -z;
    probabilities[i] = 1 / (1 + Math.exp(-z));
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }

  private double softmax(int i, int label) {
    double greatest = row[0];
    for (double z : row) {
      greatest = Math.max(greatest, z);
    }
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double e = Math.exp(row[k] - greatest);
      probabilities[i * outputs + k] = e;
      sum += e;
    }
    for (int k = 0; k < outputs; k++) {
      probabilities[i * outputs + k] /= sum;
    }
    return Math.log(sum) + greatest - row[label];
  }

  /** The outputs of a row, into {@link #row}. */
  private void margins(double[] param, int i) {
    for (int k = 0; k < outputs; k++) {
      row[k] = problem.intercept() ? param[coefficients + k] : 0;
    }
    for (int p = problem.rowPointers()[i]; p < problem.rowPointers()[i + 1]; p++) {
      int start = problem.columns()[p] * outputs;
      double x = problem.values()[p];
      for (int k = 0; k < outputs; k++) {
        row[k] += x * param[start + k];
      }
    }
  }

  /** Adds what {@link #row} makes of a row of the data. */
  private void scatter(double[] gradient, int i) {
    for (int p = problem.rowPointers()[i]; p < problem.rowPointers()[i + 1]; p++) {
      int start = problem.columns()[p] * outputs;
      double x = problem.values()[p];
      for (int k = 0; k < outputs; k++) {
        gradient[start + k] += x * row[k];
      }
    }
    for (int k = 0; problem.intercept() && k < outputs; k++) {
      gradient[coefficients + k] += row[k];
    }
  }

  private void finish(double[] sums, double[] param) {
    for (int i = 0; i < parameters; i++) {
      sums[i] = sums[i] / problem.rows() + (i < coefficients ? problem.l2() * param[i] : 0);
    }
  }

  /** The Newton step by conjugate gradients, preconditioned with the Hessian's diagonal. */
  private double[] newton(double[] gradient) {
    double[] diagonal = diagonal();
    double[] step = new double[parameters];
    double[] residual = new double[parameters];
    double[] scaled = new double[parameters];
    for (int i = 0; i < parameters; i++) {
      residual[i] = -gradient[i];
      scaled[i] = residual[i] / diagonal[i];
    }
    double[] direction = scaled.clone();
    double rho = dot(residual, scaled);
    double norm = Math.sqrt(dot(gradient, gradient));
    double enough = norm * Math.min(0.1, Math.sqrt(norm));
    for (int n = 0; n < CG_STEPS && Math.sqrt(dot(residual, residual)) > enough; n++) {
      double[] product = hessianTimes(direction);
      double alpha = rho / dot(direction, product);
      for (int i = 0; i < parameters; i++) {
        step[i] += alpha * direction[i];
        residual[i] -= alpha * product[i];
        scaled[i] = residual[i] / diagonal[i];
      }
      double next = dot(residual, scaled);
      for (int i = 0; i < parameters; i++) {
        direction[i] = scaled[i] + next / rho * direction[i];
      }
      rho = next;
    }
    return step;
  }

  private double[] hessianTimes(double[] vector) {
    double[] product = new double[parameters];
    for (int i = 0; i < problem.rows(); i++) {
      margins(vector, i);
      int start = i * outputs;
      if (outputs == 1) {
        row[0] *= probabilities[i] * (1 - probabilities[i]);
      } else {
        double mean = 0;
        for (int k = 0; k < outputs; k++) {
          mean += probabilities[start + k] * row[k];
        }
        for (int k = 0; k < outputs; k++) {
          row[k] = probabilities[start + k] * (row[k] - mean);
        }
      }
      scatter(product, i);
    }
    finish(product, vector);
    return product;
  }

  private double[] diagonal() {
    double[] diagonal = new double[parameters];
    for (int i = 0; i < problem.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        double p = probabilities[i * outputs + k];
        for (int e = problem.rowPointers()[i]; e < problem.rowPointers()[i + 1]; e++) {
          double x = problem.values()[e];
          diagonal[problem.columns()[e] * outputs + k] += p * (1 - p) * x * x;
        }
        if (problem.intercept()) {
          diagonal[coefficients + k] += p * (1 - p);
        }
      }
    }
    for (int i = 0; i < parameters; i++) {
      diagonal[i] = diagonal[i] / problem.rows() + problem.l2();
    }
    return diagonal;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
