package org.gradcore.train;

import java.util.Objects;
import java.util.function.Supplier;
import org.gradcore.dispatch.Kernels;
import org.gradcore.objective.FloatObjective;
import org.gradcore.optim.FloatOptimizerState;

/**
 * Minimizes an objective with an optimizer, over all rows at once or in shuffled mini-batches,
 * starting from parameters that are all zero.
 *
 * <p>With kernels whose bits do not depend on the backend, the result does not either. A step
 * allocates nothing.
 */
public final class FloatTrainer {
  private final FloatObjective objective;
  private final TrainingOptions options;
  private final Kernels kernels;
  private final TrainingListener listener;
  private final float[] param;
  private final float[] gradient;
  private final float[] best;
  private final FloatOptimizerState state;
  private final Supplier<double[]> copyOfBest;
  private double bestObjective = Double.NaN;
  private int bestEpoch;

  private FloatTrainer(
      FloatObjective objective,
      TrainingOptions options,
      Kernels kernels,
      TrainingListener listener) {
    this.objective = objective;
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
    int length = objective.parameterCount();
    param = new float[length];
    gradient = new float[length];
    best = new float[length];
    state = options.optimizer().floatState(length);
    copyOfBest = () -> asDoubles(best);
  }

  /**
   * Trains.
   *
   * @param objective what is minimized
   * @param options optimizer, epochs, batch size and seed
   * @param kernels what computes the optimizer's steps
   * @param listener is told after each step and epoch, and of the best parameters so far
   * @throws DivergenceException if the objective or a parameter becomes NaN or infinite; it carries
   *     the best parameters up to then
   */
  public static FloatTrainingResult train(
      FloatObjective objective,
      TrainingOptions options,
      Kernels kernels,
      TrainingListener listener) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(kernels, "kernels");
    Objects.requireNonNull(listener, "listener");
    return new FloatTrainer(objective, options, kernels, listener).run();
  }

  private FloatTrainingResult run() {
    int rows = objective.rows();
    boolean full = options.batchSize() == 0 || options.batchSize() >= rows;
    int batchSize = full ? rows : options.batchSize();
    int[] order = full ? null : new int[rows];
    for (int i = 0; !full && i < rows; i++) {
      order[i] = i;
    }
    Shuffle shuffle = new Shuffle(options.seed());
    long start = System.nanoTime();
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      if (!full) {
        shuffle.permute(order);
      }
      double sum = 0;
      for (int first = 0; first < rows; first += batchSize) {
        int count = Math.min(batchSize, rows - first);
        double value = objective.evaluate(order, full ? 0 : first, 0, count, param, 0, gradient, 0);
        if (!Double.isFinite(value)) {
          throw divergence("the objective is " + value, epoch, state.steps() + 1);
        }
        if (full && epoch > 1) {
          keepIfBest(value, epoch - 1); // what that epoch's step has led to
        }
        state.step(kernels, param, 0, gradient, 0);
        sum += value * count;
        listener.onStep(epoch, state.steps(), value, seconds(start));
      }
      checkParameters(epoch);
      double mean = sum / rows;
      if (!full) {
        keepIfBest(mean, epoch);
      }
      listener.onEpoch(epoch, state.steps(), mean, seconds(start));
    }
    double value = objective.value(param, 0);
    if (!Double.isFinite(value)) {
      throw divergence("the objective is " + value, options.epochs(), state.steps());
    }
    return new FloatTrainingResult(param, value, options.epochs(), state.steps(), seconds(start));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private void keepIfBest(double value, int epoch) {
    if (bestEpoch == 0 || value < bestObjective) {
      System.arraycopy(param, 0, best, 0, param.length);
      bestObjective = value;
      bestEpoch = epoch;
      listener.onBest(epoch, value, copyOfBest);
    }
  }

  private void checkParameters(int epoch) {
    float greatest = kernels.floatArrays().absMax(param, 0, param.length);
    if (!Float.isFinite(greatest)) {
      throw divergence("a parameter is NaN or infinite", epoch, state.steps());
    }
  }

  private DivergenceException divergence(String what, int epoch, long step) {
    DivergenceException.Cause cause = DivergenceException.Cause.STEPS;
    if (state.steps() == 0) {
      cause = DivergenceException.Cause.DATA;
    } else if (state.dividesByZero()) {
      cause = DivergenceException.Cause.EPSILON;
    }
    return new DivergenceException(
        what, cause, epoch, step, asDoubles(best), bestEpoch, bestObjective);
  }

  static double[] asDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
