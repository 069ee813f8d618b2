package org.gradcore.train;

import java.io.Serial;
import java.util.Locale;

/**
 * Training was stopped since the objective or a parameter was no longer finite. The best parameters
 * up to then are kept here.
 */
public final class DivergenceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why it happened, as far as can be told. */
  public enum Cause {
    /** The objective was not finite before the first step: the data are too large for it. */
    DATA("scale the targets and features down, or take double for float"),
    /**
     * The optimizer's epsilon is 0, or rounds to it, and it divided by a second moment that is 0.
     */
    EPSILON(
        "epsilon is 0, and where all gradients are 0, as for a column of zeros, the optimizer"
            + " divides 0 by it: take one above 0, such as 1e-8"),
    /** Steps were too large. */
    STEPS("lower the learning rate or standardize the features");

    private final String advice;

    Cause(String advice) {
      this.advice = advice;
    }

    /** What can be done about it, as part of a sentence. */
    public String advice() {
      return advice;
    }
  }

  /** What had become of the training when it was stopped. */
  private final String what;

  /** Why. */
  private final Cause cause;

  private final int epoch;
  private final long step;
  private final transient double[] bestParameters;
  private final int bestEpoch;
  private final double bestObjective;

  /**
   * @param what what was not finite, such as {@code the objective is NaN}
   * @param cause why
   * @param epoch the epoch, from 1
   * @param step the step, from 1
   * @param bestParameters the parameters with the lowest objective after an epoch, or all zeros
   * @param bestEpoch the epoch of these, 0 if none was completed
   * @param bestObjective the objective of that epoch, NaN if none was completed
   */
  DivergenceException(
      String what,
      Cause cause,
      int epoch,
      long step,
      double[] bestParameters,
      int bestEpoch,
      double bestObjective) {
    this.what =
        String.format(Locale.ROOT, "training diverged in epoch %d, step %d: %s", epoch, step, what);
    this.cause = cause;
    this.epoch = epoch;
    this.step = step;
    this.bestParameters = bestParameters;
    this.bestEpoch = bestEpoch;
    this.bestObjective = bestObjective;
  }

  /** What happened, the advice of the cause, and what was kept, in one line. */
  @Override
  public String getMessage() {
    return what + "; " + cause.advice() + "; " + kept();
  }

  /** What happened, as {@code training diverged in epoch 2, step 7: the objective is NaN}. */
  public String what() {
    return what;
  }

  /** Why it happened. */
  public Cause reason() {
    return cause;
  }

  /** Which parameters are the best, as part of a sentence. */
  public String kept() {
    return bestEpoch == 0
        ? "no epoch was completed" + (epoch > 1 ? " with a finite objective" : "")
        : "the last good model is that of epoch " + bestEpoch + ", objective " + bestObjective;
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
   * The last good model: the parameters after the epoch with the lowest objective, which with
   * mini-batches is the mean over the epoch; all zeros if no epoch was completed.
   */
  public double[] bestParameters() {
    return bestParameters.clone();
  }

  /** The epoch of the best parameters, from 1; 0 if none was completed. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The objective of the best epoch; NaN if none was completed. */
  public double bestObjective() {
    return bestObjective;
  }
}
