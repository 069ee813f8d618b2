package org.gradcore.jmh;

import java.util.Locale;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.loss.Logistic;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatObjective;
import org.gradcore.objective.FloatSoftmaxObjective;
import org.gradcore.train.FloatLbfgs;
import org.gradcore.train.LbfgsOptions;
import org.gradcore.train.TrainingListener;

/** Fits with gradcore, as its users do, on floats. */
final class FloatGradcoreFitter implements Fitter {
  @Override
  public String id() {
    return "gradcore-float";
  }

  @Override
  public String version() {
    return Kernels.VERSION;
  }

  @Override
  public String declines(FitProblem problem) {
    return null;
  }

  @Override
  public Fit prepare(FitProblem problem) {
    return new Fitted(problem);
  }

  /** The features and targets of a problem. */
  static final class Fitted implements Fit {
    private final FitProblem problem;
    private final FloatFeatures features;
    private final float[] targets;

    Fitted(FitProblem problem) {
      this.problem = problem;
      float[] values = new float[problem.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) problem.values()[i];
      }
      FloatCsrMatrix sparse =
          FloatCsrMatrix.of(
              problem.rows(), problem.features(), problem.rowPointers(), problem.columns(), values);
      features = problem.dense() ? sparse.toDense() : sparse;
      targets = new float[problem.rows()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = problem.labels()[i];
      }
    }

    FloatObjective objective(Kernels kernels) {
      return problem.classes() == 2
          ? new FloatLinearObjective(
              kernels, new Logistic(), features, targets, problem.intercept(), problem.l2())
          : new FloatSoftmaxObjective(
              kernels,
              features,
              problem.labels(),
              problem.classes(),
              problem.intercept(),
              problem.l2());
    }

    @Override
    public int efforts() {
      return 17;
    }

    @Override
    public String setting(int effort) {
      return String.format(Locale.ROOT, "L-BFGS, gradient tolerance %.0e", tolerance(effort));
    }

    /** 1e-2, 3e-3, 1e-3, … */
    private static double tolerance(int effort) {
      return 1e-2 * Math.pow(10, -(effort / 2)) * (effort % 2 == 0 ? 1 : 0.3);
    }

    @Override
    public double[] run(int effort) {
      Kernels kernels = Kernels.dispatched();
      LbfgsOptions options =
          LbfgsOptions.defaults()
              .withMaxIterations(100_000)
              .withGradientTolerance(tolerance(effort));
      return FloatLbfgs.minimize(objective(kernels), options, kernels, TrainingListener.NONE)
          .parametersAsDoubles();
    }
  }
}
