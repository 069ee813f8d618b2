package org.gradcore.train;

/** Is told how training proceeds, on the training thread. */
@FunctionalInterface
public interface TrainingListener {
  /** Ignores everything. */
  TrainingListener NONE = (epoch, step, objective, seconds) -> {};

  /**
   * An epoch has ended.
   *
   * @param epoch the epoch, from 1
   * @param step steps done since the start
   * @param objective mean over the rows of the objective, each row at the parameters that it was
   *     visited with (so with full batches that before the epoch's only step)
   * @param seconds seconds since the start
   */
  void onEpoch(int epoch, long step, double objective, double seconds);

  /**
   * A step has been done.
   *
   * @param epoch the epoch, from 1
   * @param step steps done since the start, from 1
   * @param objective the objective of the step's rows before the step
   * @param seconds seconds since the start
   */
  default void onStep(int epoch, long step, double objective, double seconds) {}
}
