package org.gradcore.cli;

import org.gradcore.train.TrainingListener;

/** How the objective went over the epochs. */
final class Trend implements TrainingListener {
  /** What the objective still does at the end. */
  enum End {
    FALLING,
    LEVEL,
    /** Well above its lowest. */
    RISEN
  }

  /** The part of the epochs that is taken for the end. */
  private static final double LAST_PART = 0.1;

  /** A change is one of more than this, relative to the objective. */
  private static final double CHANGE = 1e-3;

  private final int marked;
  private double atMark = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double last = Double.NaN;

  Trend(int epochs) {
    marked = Math.max(1, (int) (epochs * (1 - LAST_PART)));
  }

  @Override
  public void onEpoch(int epoch, long step, double objective, double seconds) {
    if (epoch == marked) {
      atMark = objective;
    }
    lowest = Math.min(lowest, objective);
    last = objective;
  }

  /**
   * What the objective does at the end.
   *
   * @param untrained the objective before training
   * @param result the objective after it
   */
  End end(double untrained, double result) {
    double lowestAtAll = Math.min(untrained, Math.min(lowest, result));
    if (result > lowestAtAll + Math.abs(lowestAtAll) * 100 * CHANGE) {
      return End.RISEN;
    }
    double before = marked == 1 && last == atMark ? untrained : atMark;
    return before - result > Math.abs(result) * CHANGE ? End.FALLING : End.LEVEL;
  }
}
