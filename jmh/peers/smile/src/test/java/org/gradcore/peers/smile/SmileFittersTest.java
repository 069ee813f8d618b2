package org.gradcore.peers.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import org.gradcore.peers.Fits;
import org.junit.jupiter.api.Test;
import smile.classification.LogisticRegression;

class SmileFittersTest {
  @Test
  void logisticRegressionReachesTheOptimum() {
    Fits.check(new SmileFitter(), Fits.problem(2, true, true, 0.01, false));
    Fits.check(new SmileFitter(), Fits.problem(2, false, true, 0.01, false));
    Fits.check(new SmileFitter(), Fits.problem(2, false, true, 1, false));
  }

  @Test
  void maxentReachesTheOptimum() {
    Fits.check(new SmileMaxentFitter(), Fits.problem(2, false, true, 0.01, true));
  }

  @Test
  void declinesOtherObjectives() {
    assertTrue(
        new SmileFitter()
            .declines(Fits.problem(2, true, false, 0.01, false))
            .contains("intercept"));
    assertTrue(
        new SmileFitter()
            .declines(Fits.problem(3, true, true, 0.01, false))
            .contains("last class"));
    assertTrue(
        new SmileMaxentFitter()
            .declines(Fits.problem(2, false, true, 0.01, false))
            .contains("0 or 1"));
    assertNull(new SmileMaxentFitter().declines(Fits.problem(2, false, true, 0.01, true)));
  }

  /** Why more than two classes are declined. */
  @Test
  void lastClassHasNoWeights() {
    FitProblem problem = Fits.problem(3, true, true, 0.01, false);
    double[][] x = new double[problem.rows()][problem.features()];
    for (int i = 0; i < problem.values().length; i++) {
      x[i / problem.features()][problem.columns()[i]] = problem.values()[i];
    }
    LogisticRegression.Multinomial model =
        LogisticRegression.multinomial(x, problem.labels(), new LogisticRegression.Options());
    assertEquals(2, model.coefficients().length);
  }

  @Test
  void isFound() {
    long found =
        ServiceLoader.load(Fitter.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.id().startsWith("smile"))
            .peek(f -> assertNotNull(f.version()))
            .count();
    assertEquals(2, found);
  }
}
