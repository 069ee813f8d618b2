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

  /** Above the lowest objective by more than this part of it, it has risen. */
  private static final double RISE = 0.1;

  /** It still falls if the last part has more than this share of the whole fall. */
  private static final double SHARE = 0.02;

  /** A fall that is less than this part of the objective is rounding. */
  private static final double ROUNDING = 1e-6;

  private final int marked;
  private final boolean oneEpoch;
  private double atMark = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;

  Trend(int epochs) {
    oneEpoch = epochs == 1;
    marked = Math.max(1, (int) (epochs * (1 - LAST_PART)));
  }

  @Override
  public void onEpoch(int epoch, long step, double objective, double seconds) {
    if (epoch == marked) {
      atMark = objective;
    }
    lowest = Math.min(lowest, objective);
  }

  /**
   * What the objective does at the end.
   *
   * @param untrained the objective before training
   * @param result the objective after it
   */
  End end(double untrained, double result) {
    double lowestAtAll = Math.min(untrained, Math.min(lowest, result));
    if (result > lowestAtAll + Math.abs(lowestAtAll) * RISE) {
      return End.RISEN;
    }
    double fall = (oneEpoch ? untrained : atMark) - result;
    boolean falling = fall > SHARE * (untrained - result) && fall > ROUNDING * Math.abs(untrained);
    return falling ? End.FALLING : End.LEVEL;
  }
}
