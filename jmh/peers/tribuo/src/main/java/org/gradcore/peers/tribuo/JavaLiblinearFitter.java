package org.gradcore.peers.tribuo;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;

/**
 * LIBLINEAR in Java, {@code Linear.train(problem, parameter)} with {@code L2R_LR}, which Tribuo
 * calls too. It minimizes |w|²/2 + C·Σ loss by a trust region Newton method on one thread, so C is
 * 1 / ({@code l2} · rows). The intercept is the weight of a further column of ones that {@code
 * setRegularizeBias(false)} takes out of the penalty (LIBLINEAR's option {@code -R}). It has no
 * softmax regression: more than two classes are fitted one against the rest.
 *
 * <p>Source: de.bwaldvogel.liblinear 2.44, and the README of LIBLINEAR 2.44.
 */
public final class JavaLiblinearFitter implements Fitter {
  private static final double[] TOLERANCES = {1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10};

  /** For the service loader. */
  public JavaLiblinearFitter() {}

  @Override
  public String id() {
    return "liblinear-java";
  }

  @Override
  public String version() {
    return Linear.class.getPackage().getImplementationVersion();
  }

  @Override
  public String declines(FitProblem problem) {
    return problem.classes() == 2
        ? null
        : "LIBLINEAR fits more than two classes one against the rest";
  }

  @Override
  public Fit prepare(FitProblem problem) {
    int extra = problem.intercept() ? 1 : 0;
    Problem data = new Problem();
    data.l = problem.rows();
    data.n = problem.features() + extra;
    data.bias = problem.intercept() ? 1 : -1;
    data.x = new Feature[data.l][];
    data.y = new double[data.l];
    for (int row = 0; row < data.l; row++) {
      int begin = problem.rowPointers()[row];
      int stored = problem.rowPointers()[row + 1] - begin;
      data.x[row] = new Feature[stored + extra];
      for (int i = 0; i < stored; i++) {
        data.x[row][i] =
            new FeatureNode(problem.columns()[begin + i] + 1, problem.values()[begin + i]);
      }
      if (problem.intercept()) {
        data.x[row][stored] = new FeatureNode(data.n, 1);
      }
      data.y[row] = problem.labels()[row];
    }
    Linear.disableDebugOutput();
    return new LiblinearFit(problem, data);
  }

  private record LiblinearFit(FitProblem problem, Problem data) implements Fit {
    @Override
    public int efforts() {
      return TOLERANCES.length;
    }

    @Override
    public String setting(int effort) {
      return "tolerance " + TOLERANCES[effort];
    }

    @Override
    public double[] run(int effort) {
      Parameter parameter =
          new Parameter(SolverType.L2R_LR, 1 / (problem.l2() * problem.rows()), TOLERANCES[effort]);
      parameter.setRegularizeBias(!problem.intercept());
      Model model = Linear.train(data, parameter);
      double[] parameters = model.getFeatureWeights();
      // A positive score stands for the label that comes first in the data.
      if (model.getLabels()[0] == 0) {
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = -parameters[i];
        }
      }
      return parameters;
    }
  }
}
