package org.gradcore.train;

import java.util.function.Supplier;

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

  /**
   * An epoch has led to the lowest objective so far. With full batches this is known when the next
   * epoch begins, and never for the last one; with mini-batches the objective is the epoch's mean,
   * as in {@link #onEpoch}.
   *
   * @param epoch the epoch, from 1
   * @param objective its objective
   * @param parameters gives a copy of the parameters after that epoch, as doubles; to be called
   *     before this method returns
   */
  default void onBest(int epoch, double objective, Supplier<double[]> parameters) {}

  /** Tells this listener, then another. */
  default TrainingListener and(TrainingListener other) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void onEpoch(int epoch, long step, double objective, double seconds) {
        first.onEpoch(epoch, step, objective, seconds);
        other.onEpoch(epoch, step, objective, seconds);
      }

      @Override
      public void onStep(int epoch, long step, double objective, double seconds) {
        first.onStep(epoch, step, objective, seconds);
        other.onStep(epoch, step, objective, seconds);
      }

      @Override
      public void onBest(int epoch, double objective, Supplier<double[]> parameters) {
        first.onBest(epoch, objective, parameters);
        other.onBest(epoch, objective, parameters);
      }
    };
  }
}
