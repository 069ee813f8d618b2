package org.gradcore.peers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import org.gradcore.peers.Fits;
import org.junit.jupiter.api.Test;

class SparkFitterTest {
  @Test
  void reachesTheOptimum() {
    for (int classes = 2; classes <= 3; classes++) {
      for (boolean dense : new boolean[] {false, true}) {
        for (boolean intercept : new boolean[] {false, true}) {
          Fits.check(new SparkFitter(), Fits.problem(classes, dense, intercept, 0.01, false));
        }
      }
    }
    Fits.check(new SparkFitter(), Fits.problem(2, false, true, 1, false));
    Fits.check(new SparkFitter(), Fits.problem(4, false, true, 1, false));
  }

  @Test
  void declinesConstantColumnsWithoutIntercept() {
    // Dense ones: every column is constant.
    FitProblem constant = Fits.problem(2, true, false, 0.01, true);
    assertTrue(new SparkFitter().declines(constant).contains("column 0 is constant"));
    Fits.check(new SparkFitter(), Fits.problem(2, true, true, 0.01, true));
  }

  @Test
  void isFound() {
    Fitter fitter =
        ServiceLoader.load(Fitter.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.id().equals("spark"))
            .findFirst()
            .orElseThrow();
    assertEquals("4.1.0", fitter.version());
  }
}
