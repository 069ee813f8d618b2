package org.gradcore.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatCsvReader;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatFeatures;
import org.gradcore.data.FloatStandardizer;
import org.gradcore.data.HeapSizeException;
import org.gradcore.dispatch.Availability;
import org.gradcore.dispatch.Backend;
import org.gradcore.dispatch.Kernels;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatObjective;
import org.gradcore.objective.FloatSoftmaxObjective;
import org.gradcore.objective.LinearLoss;
import org.gradcore.optim.Optimizer;
import org.gradcore.train.Baseline;
import org.gradcore.train.ClassLabels;
import org.gradcore.train.DivergenceException;
import org.gradcore.train.FloatTrainer;
import org.gradcore.train.FloatTrainingResult;
import org.gradcore.train.LinearModel;
import org.gradcore.train.TrainingListener;
import org.gradcore.train.TrainingOptions;

/** One run of {@code gradcore train}. */
final class FloatTraining {
  /** The bundled digits: so many rows, in file order, are trained on, the others are the test. */
  private static final int DIGITS_TRAINING_ROWS = 1437;

  private static final String DIGITS = "digits.csv.gz";

  private final TrainCommand command;
  private final Optimizer optimizer;
  private final TrainingOptions options;
  private final boolean digits;
  private final PrintWriter out;
  private final PrintWriter err;
  private FloatDataset training;
  private FloatDataset test;
  private FloatFeatures features;
  private FloatStandardizer standardizer;
  private ClassLabels labels = ClassLabels.NONE;
  private float[] targets;
  private int[] classes;
  private LinearModel.Kind kind;
  private Baseline baseline;

  FloatTraining(TrainCommand command, Optimizer optimizer) {
    this.command = command;
    this.optimizer = optimizer;
    this.digits = command.data == null;
    this.out = command.spec.commandLine().getOut();
    this.err = command.spec.commandLine().getErr();
    try {
      options = new TrainingOptions(optimizer, command.epochs, command.batchSize, command.seed);
    } catch (IllegalArgumentException e) {
      throw command.usage(e.getMessage());
    }
  }

  /** Trains, saves and reports; returns the exit code. */
  int run() throws IOException {
    Kernels kernels = Backends.kernels(command.backend);
    try (LastGoodModel lastGood = new LastGoodModel(command.save, err)) {
      load();
      prepare();
      checkMemory();
      FloatObjective objective = objective(kernels);
      if (!command.json) {
        describe();
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
      LinearModel model = model(result.parametersAsDoubles(), result.objective(), result.epochs());
      Scores scores = scores(kernels, model);
      String warning = warning(result.objective(), untrained(objective), scores, trend);
      if (warning != null) {
        model = model.withMetadata(LinearModel.WARNING, warning);
      }
      lastGood.save(model);
      report(kernels, result, scores, warning);
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
        lastGood.keep(epoch, objective, () -> model(copy, objective, epoch));
      }
    };
  }

  /** Saves the last good model, if there is one; returns what is to be said. */
  private String diverged(DivergenceException e, FloatObjective objective, LastGoodModel lastGood)
      throws IOException {
    String advised =
        switch (e.reason()) {
          case DATA -> advice().tooLargeData();
          case EPSILON -> advice().epsilon();
          case STEPS -> advice().tooLarge();
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
      LinearModel model = model(e.bestParameters(), e.bestObjective(), e.bestEpoch());
      lastGood.save(
          doubts.none() ? model : model.withMetadata(LinearModel.WARNING, doubts.line(e.what())));
      kept += "; it is saved to " + command.save;
    } else {
      kept += ", nothing is saved";
    }
    return e.what() + "; " + advised + "; " + kept;
  }

  private static double untrained(FloatObjective objective) {
    return objective.value(new float[objective.parameterCount()], 0);
  }

  private Advice advice() {
    boolean canStandardize =
        !(training.features() instanceof FloatCsrMatrix)
            || (long) training.rows() * training.columns() <= FloatStandardizer.LARGEST_DENSE;
    return new Advice(
        command,
        training.description(),
        FloatSizes.of(features),
        standardizer != null,
        canStandardize);
  }

  /** What is to be said of a result that is worse than doing nothing; null if it is not. */
  private String warning(double objective, double untrained, Scores scores, Trend trend) {
    Doubts doubts = new Doubts();
    doubts.objective(objective, untrained);
    doubts.score(scores.metric, "training", scores.onTraining, scores.trainingBaseline);
    boolean trained = doubts.none();
    doubts.score(scores.metric, "test", scores.onTest, scores.testBaseline);
    if (doubts.none()) {
      return null;
    }
    return doubts.line(
        trained
            ? "the test data differ from the training data, or the model fits these too closely"
                + " (--l2)"
            : advice().afterTraining(trend.end(untrained, objective)));
  }

  private void load() throws IOException {
    if (digits) {
      try (InputStream in = FloatTraining.class.getResourceAsStream(DIGITS)) {
        CsvOptions csv = CsvOptions.DEFAULT.withHeader(CsvOptions.Header.NO);
        FloatDataset all = FloatCsvReader.read(in, DIGITS, csv);
        training = all.rows(0, DIGITS_TRAINING_ROWS);
        test = all.rows(DIGITS_TRAINING_ROWS, all.rows());
      }
      return;
    }
    training = FloatLoader.training(command.data, command.dataOptions);
    if (command.test != null) {
      test =
          FloatLoader.like(
              training, command.test, command.dataOptions.testLabels, command.dataOptions);
    }
    if (!training.hasTargets()) {
      throw new IllegalArgumentException(
          command.data + ": no targets; IDX data needs --labels FILE");
    }
    if (test != null && !test.hasTargets()) {
      throw new IllegalArgumentException(
          command.test + ": no targets; IDX data needs --test-labels FILE");
    }
  }

  /** Standardizes, and turns labels into what the model's loss takes. */
  private void prepare() throws HeapSizeException {
    String source = source();
    if (training.rows() == 0) {
      throw new IllegalArgumentException(source + ": no rows, at least 1 is needed");
    }
    kind =
        switch (command.model) {
          case linear -> LinearModel.Kind.LINEAR;
          case logistic -> LinearModel.Kind.LOGISTIC;
          case softmax -> LinearModel.Kind.SOFTMAX;
        };
    baseline = Baseline.of(kind, training);
    features = training.features();
    boolean standardize = command.standardize == null ? digits : command.standardize;
    if (standardize) {
      long dense = (long) features.rows() * features.columns();
      HeapSizeException.require(source + ": standardized rows", dense * Float.BYTES);
      try {
        standardizer = FloatStandardizer.fit(features);
        features = standardizer.apply(features);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }
    switch (command.model) {
      case linear -> {
        if (!training.classNames().isEmpty()) {
          throw new IllegalArgumentException(
              source + ": the targets are text, and --model linear needs numbers");
        }
        targets = training.targets();
      }
      case logistic -> {
        labels = labels();
        if (labels.count() != 2) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: %d different labels, and --model logistic needs exactly 2%s",
                  source,
                  labels.count(),
                  labels.count() > 2 ? "; try --model softmax" : ""));
        }
        classes = labels.encode(training);
        targets = new float[classes.length];
        for (int i = 0; i < targets.length; i++) {
          targets[i] = classes[i];
        }
      }
      case softmax -> {
        labels = labels();
        if (labels.count() < 2) {
          throw new IllegalArgumentException(
              source + ": " + labels.count() + " label, and --model softmax needs at least 2");
        }
        classes = labels.encode(training);
      }
    }
    if (test != null && labels != ClassLabels.NONE) {
      try {
        labels.encode(test);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(command.test + ": " + e.getMessage(), e);
      }
    }
  }

  private ClassLabels labels() {
    try {
      return ClassLabels.of(training);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source() + ": " + e.getMessage(), e);
    }
  }

  private String source() {
    return digits ? DIGITS : command.data.toString();
  }

  /** Refuses a model that the heap cannot hold, before any of it is allocated. */
  private void checkMemory() throws HeapSizeException {
    int outputs = command.model == TrainCommand.Model.softmax ? labels.count() : 1;
    long parameters = (long) outputs * features.columns();
    String what = String.format(Locale.ROOT, "%s: %,d features", source(), features.columns());
    if (parameters <= Integer.MAX_VALUE - Long.BYTES - outputs) { // else the objective says so
      // Parameters, gradient, best and work; the sums in double, and the trained model.
      HeapSizeException.require(
          what + (outputs > 1 ? " and " + outputs + " classes" : ""),
          parameters * (4 * Float.BYTES + 2 * Double.BYTES));
    }
  }

  private FloatObjective objective(Kernels kernels) {
    try {
      return switch (command.model) {
        case linear ->
            new FloatLinearObjective(
                kernels,
                LinearLoss.HALF_SQUARED_ERROR,
                features,
                targets,
                command.intercept,
                command.l2);
        case logistic ->
            new FloatLinearObjective(
                kernels, LinearLoss.LOGISTIC, features, targets, command.intercept, command.l2);
        case softmax ->
            new FloatSoftmaxObjective(
                kernels, features, classes, labels.count(), command.intercept, command.l2);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source() + ": " + e.getMessage(), e);
    }
  }

  private LinearModel model(double[] parameters, double objective, int epochs) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("gradcore", Kernels.VERSION);
    metadata.put("optimizer", optimizer.toString());
    metadata.put("epochs", Integer.toString(epochs));
    metadata.put("batchSize", Integer.toString(command.batchSize));
    metadata.put("l2", Double.toString(command.l2));
    metadata.put("seed", Long.toString(command.seed));
    metadata.put("objective", Double.toString(objective));
    double[] none = {};
    return new LinearModel(
        kind,
        LinearModel.Element.FLOAT,
        features.columns(),
        command.intercept,
        labels,
        standardizer == null ? none : standardizer.means(),
        standardizer == null ? none : standardizer.scales(),
        parameters,
        training.description(),
        baseline,
        metadata);
  }

  /** NaN for the test where there is none. */
  private record Scores(
      String metric,
      double onTraining,
      double trainingBaseline,
      double onTest,
      double testBaseline) {}

  private Scores scores(Kernels kernels, LinearModel model) {
    boolean regression = kind == LinearModel.Kind.LINEAR;
    return new Scores(
        regression ? "rmse" : "accuracy",
        metric(kernels, model, training),
        baseline(model, training),
        test == null ? Double.NaN : metric(kernels, model, test),
        test == null ? Double.NaN : baseline(model, test));
  }

  private void describe() {
    out.printf(
        Locale.ROOT,
        "data       %s: %,d rows, %,d features%s%n",
        digits ? "bundled digits (UCI, CC BY 4.0)" : command.data,
        training.rows(),
        training.columns(),
        labels == ClassLabels.NONE ? "" : ", " + labels.count() + " classes");
    if (test != null) {
      out.printf(
          Locale.ROOT,
          "test       %s: %,d rows%n",
          digits ? "the other digits" : command.test,
          test.rows());
    }
    out.printf(
        Locale.ROOT,
        "model      %s, float%s%n",
        command.model,
        standardizer == null ? "" : ", standardized");
    out.printf(Locale.ROOT, "optimizer  %s%n", optimizer);
    out.flush();
  }

  private void report(Kernels kernels, FloatTrainingResult result, Scores scores, String warning) {
    if (warning != null) {
      err.println("gradcore: warning: " + warning);
    }
    if (command.json) {
      JsonObject object = new JsonObject();
      object.addProperty("model", command.model.name());
      object.addProperty("element", "float");
      object.addProperty("objective", result.objective());
      object.add("train", score(training.rows(), scores.metric, scores.onTraining));
      if (test != null) {
        object.add("test", score(test.rows(), scores.metric, scores.onTest));
      }
      object.addProperty("epochs", result.epochs());
      object.addProperty("steps", result.steps());
      object.addProperty("seconds", result.seconds());
      object.add("backends", Backends.usedJson(kernels));
      if (command.save != null) {
        object.addProperty("saved", command.save.toString());
      }
      object.add("warnings", Doubts.json(warning));
      out.println(object);
      out.flush();
      return;
    }
    out.printf(Locale.ROOT, "%nobjective       %.6f%n", result.objective());
    out.printf(Locale.ROOT, "train %-9s  %.4f%n", scores.metric, scores.onTraining);
    if (test != null) {
      out.printf(Locale.ROOT, "test %-9s   %.4f%n", scores.metric, scores.onTest);
    }
    out.printf(
        Locale.ROOT,
        "time            %.3f s for %d epochs, %d steps%n",
        result.seconds(),
        result.epochs(),
        result.steps());
    out.printf(Locale.ROOT, "%nBackend of each kernel:%n");
    Backends.printUsed(kernels, out);
    if (digits && command.backend == null) {
      compare(kernels, result);
    }
    if (command.save != null) {
      out.printf(Locale.ROOT, "%nsaved to %s%n", command.save);
    }
    out.flush();
  }

  private static double metric(Kernels kernels, LinearModel model, FloatDataset data) {
    return model.kind() == LinearModel.Kind.LINEAR
        ? model.rootMeanSquaredError(kernels, data)
        : model.accuracy(kernels, data);
  }

  private static double baseline(LinearModel model, FloatDataset data) {
    return model.kind() == LinearModel.Kind.LINEAR
        ? model.baselineRootMeanSquaredError(data)
        : model.baselineAccuracy(data);
  }

  private static JsonObject score(int rows, String metric, double value) {
    JsonObject object = new JsonObject();
    object.addProperty("rows", rows);
    object.addProperty(metric, value);
    return object;
  }

  /**
   * Trains again with each backend alone, twice: the first run of a backend includes what the JVM
   * compiles for it. The dispatcher's first run was the first of this process.
   */
  private void compare(Kernels kernels, FloatTrainingResult dispatched) {
    out.printf(Locale.ROOT, "%nThe same %d epochs with each backend alone:%n", command.epochs);
    Tables table = new Tables("backend", "first run", "again", "objective");
    addRow(table, "dispatcher", dispatched, again(kernels));
    for (Availability availability : kernels.availability()) {
      Backend backend = availability.backend();
      if (!availability.available()) {
        table.row(backend.id(), "not available: " + availability.reason(), "", "");
        continue;
      }
      Kernels alone = Kernels.of(backend);
      addRow(table, backend.id(), again(alone), again(alone));
    }
    table.print(out);
  }

  private FloatTrainingResult again(Kernels kernels) {
    return FloatTrainer.train(objective(kernels), options, kernels, TrainingListener.NONE);
  }

  private static void addRow(
      Tables table, String name, FloatTrainingResult first, FloatTrainingResult again) {
    table.row(
        name,
        String.format(Locale.ROOT, "%.3f s", first.seconds()),
        String.format(Locale.ROOT, "%.3f s", again.seconds()),
        String.format(Locale.ROOT, "%.6f", again.objective()));
  }
}
