package org.gradcore.peers.smile;

import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import smile.classification.LogisticRegression;

/**
 * Smile's logistic regression: {@code LogisticRegression.binomial(x, y, options)} on rows of
 * doubles, the only form that it takes, so sparse rows are fitted dense. It is plain Java and needs
 * no native BLAS. It runs on one thread, in a pool of its own.
 *
 * <p>It minimizes Σ loss + (λ/2)·|w|², with λ = {@code l2} · rows, and always has an unpenalized
 * intercept. Of K classes it has weights for K - 1 only, so its penalty is another one than that of
 * {@link FitProblem}.
 *
 * <p>Source: smile.classification.LogisticRegression of smile-core 6.3.0.
 */
public final class SmileFitter implements Fitter {
  /** For the service loader. */
  public SmileFitter() {}

  @Override
  public String id() {
    return "smile";
  }

  @Override
  public String version() {
    return Smile.version();
  }

  @Override
  public String declines(FitProblem problem) {
    return Smile.declines(problem);
  }

  @Override
  public Fit prepare(FitProblem problem) {
    double[][] x = new double[problem.rows()][problem.features()];
    for (int row = 0; row < problem.rows(); row++) {
      for (int i = problem.rowPointers()[row]; i < problem.rowPointers()[row + 1]; i++) {
        x[row][problem.columns()[i]] = problem.values()[i];
      }
    }
    int[] y = problem.labels();
    double lambda = Smile.lambda(problem);
    return Smile.fits(
        (tolerance, iterations) ->
            LogisticRegression.binomial(
                    x, y, new LogisticRegression.Options(lambda, tolerance, iterations))
                .coefficients());
  }
}
