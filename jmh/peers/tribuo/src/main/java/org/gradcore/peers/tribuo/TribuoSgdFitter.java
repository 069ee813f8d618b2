package org.gradcore.peers.tribuo;

import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import org.tribuo.Tribuo;

/**
 * Tribuo's {@code LinearSGDTrainer} with {@code LogMulticlass}, which cannot minimize the objective
 * of any {@link FitProblem}: it has no penalty and always fits intercepts. Of its optimisers
 * Pegasos shrinks what it updates, intercepts included, and AdaGradRDA pulls it to 0; neither is
 * the penalty here. So it is listed with the reason.
 *
 * <p>Source: org.tribuo.common.sgd.AbstractLinearSGDTrainer and org.tribuo.math.optimisers of
 * Tribuo 4.3.2.
 */
public final class TribuoSgdFitter implements Fitter {
  /** For the service loader. */
  public TribuoSgdFitter() {}

  @Override
  public String id() {
    return "tribuo-sgd";
  }

  @Override
  public String version() {
    return Tribuo.VERSION;
  }

  @Override
  public String declines(FitProblem problem) {
    return "Tribuo's LinearSGDTrainer has no L2 penalty on the weights alone, and always fits"
        + " intercepts";
  }

  @Override
  public Fit prepare(FitProblem problem) {
    throw new UnsupportedOperationException(declines(problem));
  }
}
