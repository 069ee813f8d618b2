package org.gradcore.peers.smile;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import smile.classification.LogisticRegression;

/**
 * What Smile's two logistic models have in common. Both minimize Σ loss + (λ/2)·|w|² over the
 * weights and an unpenalized intercept by L-BFGS with 5 corrections, so that λ is {@code l2} times
 * the number of rows. L-BFGS ends when max |gᵢ|·max(|wᵢ|, 1) / max(f, 1) is below the tolerance, or
 * when no weight moves by more than 4e-8 of max(|wᵢ|, 1), whatever the tolerance.
 *
 * <p>Source: LogisticRegression, Maxent and BFGS of smile-core and smile-base 6.3.0.
 */
final class Smile {
  private static final double[] TOLERANCES = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10};

  /** Far more than the 500 of Smile's defaults, so that the tolerance ends a fit. */
  private static final int ITERATIONS = 20_000;

  private Smile() {}

  static String version() {
    return LogisticRegression.class.getPackage().getImplementationVersion();
  }

  /** Why the objective is not Smile's, or null. */
  static String declines(FitProblem problem) {
    if (problem.classes() > 2) {
      return "Smile has no weights for the last class, so it cannot penalize those of all classes";
    }
    return problem.intercept() ? null : "Smile always fits an intercept";
  }

  /** λ of a problem. */
  static double lambda(FitProblem problem) {
    return problem.l2() * problem.rows();
  }

  /** A call of Smile: the weights, then the intercept. */
  interface Call {
    double[] fit(double tolerance, int iterations);
  }

  /** The fits of a problem, one per tolerance. */
  static Fitter.Fit fits(Call call) {
    // Smile works in parallel streams, which stay in the pool that they are started in.
    ForkJoinPool one = new ForkJoinPool(1);
    IntFunction<double[]> run = effort -> call.fit(TOLERANCES[effort], ITERATIONS);
    return new Fitter.Fit() {
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
        return one.submit(() -> run.apply(effort)).join();
      }
    };
  }
}
