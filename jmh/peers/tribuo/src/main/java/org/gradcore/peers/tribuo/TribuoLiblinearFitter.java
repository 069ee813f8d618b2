package org.gradcore.peers.tribuo;

import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import org.tribuo.Tribuo;

/**
 * Tribuo's {@code LibLinearClassificationTrainer} with {@code L2R_LR}, which cannot minimize the
 * objective of any {@link FitProblem}: it always adds an intercept, and LIBLINEAR penalizes it like
 * a weight unless {@code Parameter.setRegularizeBias(false)} is called, which Tribuo does not
 * offer. More than two classes are fitted one against the rest. So it is listed with the reason;
 * {@link JavaLiblinearFitter} calls the library below it.
 *
 * <p>Source: org.tribuo.classification.liblinear.LibLinearClassificationTrainer of Tribuo 4.3.2.
 */
public final class TribuoLiblinearFitter implements Fitter {
  /** For the service loader. */
  public TribuoLiblinearFitter() {}

  @Override
  public String id() {
    return "tribuo-liblinear";
  }

  @Override
  public String version() {
    return Tribuo.VERSION;
  }

  @Override
  public String declines(FitProblem problem) {
    String intercept =
        "Tribuo's LibLinearClassificationTrainer always fits an intercept and penalizes it like a"
            + " weight";
    return problem.classes() == 2
        ? intercept
        : intercept + ", and fits more than two classes one against the rest";
  }

  @Override
  public Fit prepare(FitProblem problem) {
    throw new UnsupportedOperationException(declines(problem));
  }
}
