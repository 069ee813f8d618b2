package org.gradcore.peers.smile;

import java.util.Arrays;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import smile.classification.Maxent;

/**
 * Smile's maximum entropy classifier: {@code Maxent.binomial(p, x, y, options)}, its logistic
 * regression on sparse rows of ones, given as the columns that are 1. It is plain Java and runs on
 * one thread, in a pool of its own. The objective is that of {@link SmileFitter}.
 *
 * <p>Source: smile.classification.Maxent of smile-core 6.3.0.
 */
public final class SmileMaxentFitter implements Fitter {
  /** For the service loader. */
  public SmileMaxentFitter() {}

  @Override
  public String id() {
    return "smile-maxent";
  }

  @Override
  public String version() {
    return Smile.version();
  }

  @Override
  public String declines(FitProblem problem) {
    for (double value : problem.values()) {
      if (value != 1) {
        return "Smile's Maxent takes features that are 0 or 1 only, and one is " + value;
      }
    }
    return Smile.declines(problem);
  }

  @Override
  public Fit prepare(FitProblem problem) {
    int[][] x = new int[problem.rows()][];
    for (int row = 0; row < x.length; row++) {
      x[row] =
          Arrays.copyOfRange(
              problem.columns(), problem.rowPointers()[row], problem.rowPointers()[row + 1]);
    }
    int[] y = problem.labels();
    double lambda = Smile.lambda(problem);
    return Smile.fits(
        (tolerance, iterations) ->
            Maxent.binomial(
                    problem.features(), x, y, new Maxent.Options(lambda, tolerance, iterations))
                .coefficients());
  }
}
