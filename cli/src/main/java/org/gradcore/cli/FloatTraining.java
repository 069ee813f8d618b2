package org.gradcore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.gradcore.dispatch.Kernels;
import org.gradcore.objective.FloatObjective;
import org.gradcore.optim.Optimizer;
import org.gradcore.train.DivergenceException;
import org.gradcore.train.FloatTrainer;
import org.gradcore.train.FloatTrainingResult;
import org.gradcore.train.LinearModel;
import org.gradcore.train.TrainingListener;
import org.gradcore.train.TrainingOptions;

/** One run of {@code gradcore train}. */
final class FloatTraining {
  private final TrainCommand command;
  private final Optimizer optimizer;
  private final TrainingOptions options;
  private final PrintWriter err;
  private FloatProblem problem;

  FloatTraining(TrainCommand command, Optimizer optimizer) {
    this.command = command;
    this.optimizer = optimizer;
    this.err = command.spec.commandLine().getErr();
    try {
      options = new TrainingOptions(optimizer, command.epochs, command.batchSize, command.seed);
    } catch (IllegalArgumentException e) {
      throw command.usage(e.getMessage());
    }
  }

  /** Trains, saves and reports; returns the exit code. */
  int run() throws IOException {
    Kernels kernels = Backends.kernels(command.backend, command.spec);
    try (LastGoodModel lastGood = new LastGoodModel(command.save, err)) {
      problem = new FloatProblem(command);
      FloatObjective objective = problem.objective(kernels);
      FloatTrainingReport report = new FloatTrainingReport(command, problem);
      if (!command.json) {
        report.describe(optimizer);
      }
      Trend trend = new Trend(command.epochs);
      FloatTrainingResult result;
      try (Progress progress = new Progress("train", command.epochs, command.quiet)) {
        lastGood.beforeMessage(progress::close);
        TrainingListener listener = progress.and(trend).and(keeping(lastGood));
        result = FloatTrainer.train(objective, options, kernels, listener);
      } catch (DivergenceException e) {
        err.println("gradcore: " + diverged(e, objective, lastGood));
        return Main.DIVERGED;
      }
      LinearModel model =
          problem.model(
              optimizer, result.parametersAsDoubles(), result.objective(), result.epochs());
      FloatScores scores = FloatScores.of(kernels, model, problem.training(), problem.test());
      String warning = warning(result.objective(), untrained(objective), scores, trend);
      if (warning != null) {
        err.println("gradcore: warning: " + warning);
        model = model.withMetadata(LinearModel.WARNING, warning);
      }
      lastGood.save(model);
      report.print(kernels, result, scores, warning, this::again);
    }
    return 0;
  }

  private TrainingListener keeping(LastGoodModel lastGood) {
    if (!lastGood.wanted()) {
      return TrainingListener.NONE;
    }
    return new TrainingListener() {
      @Override
      public void onEpoch(int epoch, long step, double objective, double seconds) {}

      @Override
      public void onBest(int epoch, double objective, Supplier<double[]> parameters) {
        double[] copy = parameters.get();
        lastGood.keep(epoch, objective, () -> problem.model(optimizer, copy, objective, epoch));
      }
    };
  }

  /** Saves the last good model, if there is one; returns what is to be said. */
  private String diverged(DivergenceException e, FloatObjective objective, LastGoodModel lastGood) {
    String advised =
        switch (e.reason()) {
          case DATA -> problem.advice().tooLargeData();
          case EPSILON -> problem.advice().epsilon();
          case STEPS -> problem.advice().tooLarge();
        };
    String kept = e.kept();
    Doubts doubts = new Doubts();
    doubts.objective(e.bestObjective(), untrained(objective));
    if (!doubts.none()) {
      kept += ", above the " + Doubts.number(untrained(objective)) + " of the untrained model";
    }
    if (!lastGood.wanted()) {
      return e.what() + "; " + advised + "; " + kept;
    }
    if (e.bestEpoch() > 0) {
      LinearModel model =
          problem.model(optimizer, e.bestParameters(), e.bestObjective(), e.bestEpoch());
      if (!doubts.none()) {
        model = model.withMetadata(LinearModel.WARNING, doubts.line(e.what()));
      }
      try {
        lastGood.save(model);
        kept += "; it is saved to " + command.save;
      } catch (IOException x) {
        kept += "; it could not be saved: " + x.getMessage();
      }
    } else {
      kept += ", nothing is saved";
    }
    return e.what() + "; " + advised + "; " + kept;
  }

  private static double untrained(FloatObjective objective) {
    return objective.value(new float[objective.parameterCount()], 0);
  }

  /** What is to be said of a result that is worse than doing nothing; null if it is not. */
  private String warning(double objective, double untrained, FloatScores scores, Trend trend) {
    Doubts doubts = new Doubts();
    doubts.objective(objective, untrained);
    doubts.score(scores.metric(), "training", scores.onTraining(), scores.trainingBaseline());
    boolean trained = doubts.none();
    doubts.score(scores.metric(), "test", scores.onTest(), scores.testBaseline());
    if (doubts.none()) {
      return null;
    }
    return doubts.line(
        trained
            ? "the test data differ from the training data, or the model fits these too closely"
                + " (--l2)"
            : problem.advice().afterTraining(trend.end(untrained, objective)));
  }

  private FloatTrainingResult again(Kernels kernels) {
    return FloatTrainer.train(problem.objective(kernels), options, kernels, TrainingListener.NONE);
  }
}
