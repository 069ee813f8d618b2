package org.gradcore.train;

import java.io.Serial;

/**
 * Training was stopped since the objective or a parameter was no longer finite. The best parameters
 * up to then are kept here.
 */
public final class DivergenceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int epoch;
  private final long step;
  private final transient double[] bestParameters;
  private final int bestEpoch;
  private final double bestObjective;

  /**
   * @param what what was not finite, such as {@code the objective is NaN}
   * @param epoch the epoch, from 1
   * @param step the step, from 1
   * @param learningRate the learning rate, for the advice
   * @param bestParameters the parameters with the lowest objective so far
   * @param bestEpoch the epoch of these, 0 if they are the initial ones
   * @param bestObjective the objective of that epoch, NaN if they are the initial ones
   */
  DivergenceException(
      String what,
      int epoch,
      long step,
      double learningRate,
      double[] bestParameters,
      int bestEpoch,
      double bestObjective) {
    super(
        String.format(
            "training diverged in epoch %d, step %d: %s; lower the learning rate (now %s) or"
                + " standardize the features (%s)",
            epoch,
            step,
            what,
            learningRate,
            bestEpoch == 0
                ? "no epoch was completed: the last good model is the initial one, all zeros"
                : "the last good model is that of epoch "
                    + bestEpoch
                    + ", objective "
                    + bestObjective));
    this.epoch = epoch;
    this.step = step;
    this.bestParameters = bestParameters;
    this.bestEpoch = bestEpoch;
    this.bestObjective = bestObjective;
  }

  /** The epoch in which training was stopped, from 1. */
  public int epoch() {
    return epoch;
  }

  /** The step at which training was stopped, from 1. */
  public long step() {
    return step;
  }

  /**
   * The last good model: with mini-batches the parameters at the end of the epoch with the lowest
   * mean objective; with full batches those with the lowest objective; all zeros if there are none.
   */
  public double[] bestParameters() {
    return bestParameters.clone();
  }

  /** The epoch of the best parameters, from 1; 0 if they are the initial ones. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The objective of the best epoch; NaN if there is none. */
  public double bestObjective() {
    return bestObjective;
  }
}
