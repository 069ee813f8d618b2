package org.gradcore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatCsvReader;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatFeatures;
import org.gradcore.data.FloatStandardizer;
import org.gradcore.data.HeapSizeException;
import org.gradcore.dispatch.Kernels;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.SquaredError;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatObjective;
import org.gradcore.objective.FloatSoftmaxObjective;
import org.gradcore.optim.Optimizer;
import org.gradcore.train.Baseline;
import org.gradcore.train.ClassLabels;
import org.gradcore.train.LinearModel;

/** What {@code gradcore train} trains on: the data as its options say, and what is minimized. */
final class FloatProblem {
  /** The bundled digits: so many rows, in file order, are trained on, the others are the test. */
  private static final int DIGITS_TRAINING_ROWS = 1437;

  private static final String DIGITS = "digits.csv.gz";

  private final TrainCommand command;
  private final LinearModel.Kind kind;
  private FloatDataset training;
  private FloatDataset test;
  private final Baseline baseline;
  private FloatFeatures features;
  private FloatStandardizer standardizer;
  private ClassLabels labels = ClassLabels.NONE;
  private float[] targets;
  private int[] classes;

  /** Reads and prepares the data. */
  FloatProblem(TrainCommand command) throws IOException {
    this.command = command;
    kind =
        switch (command.model) {
          case linear -> LinearModel.Kind.LINEAR;
          case logistic -> LinearModel.Kind.LOGISTIC;
          case softmax -> LinearModel.Kind.SOFTMAX;
        };
    load();
    prepare();
    baseline = Baseline.of(kind, training);
    checkMemory();
  }

  /** The training data, before standardization. */
  FloatDataset training() {
    return training;
  }

  /** The test data, or null. */
  FloatDataset test() {
    return test;
  }

  /** The classes; none for regression. */
  ClassLabels labels() {
    return labels;
  }

  /** Whether features are standardized. */
  boolean standardizes() {
    return standardizer != null;
  }

  private void load() throws IOException {
    if (command.digits()) {
      try (InputStream in = FloatProblem.class.getResourceAsStream(DIGITS)) {
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
          Inputs.name(command.data) + ": no targets; IDX data needs --labels FILE");
    }
    if (test != null && !test.hasTargets()) {
      throw new IllegalArgumentException(
          Inputs.name(command.test) + ": no targets; IDX data needs --test-labels FILE");
    }
  }

  /** Standardizes, and turns labels into what the model's loss takes. */
  private void prepare() throws HeapSizeException {
    String source = source();
    if (training.rows() == 0) {
      throw new IllegalArgumentException(source + ": no rows, at least 1 is needed");
    }
    features = training.features();
    boolean standardize = command.standardize == null ? command.digits() : command.standardize;
    if (standardize) {
      long dense = (long) features.rows() * features.columns();
      long moments = 5L * features.columns() * Double.BYTES; // what FloatStandardizer.fit takes
      HeapSizeException.require(source + ": standardizing", Math.max(dense * Float.BYTES, moments));
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
        labels = classLabels();
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
        labels = classLabels();
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
        throw new IllegalArgumentException(Inputs.name(command.test) + ": " + e.getMessage(), e);
      }
    }
  }

  private ClassLabels classLabels() {
    try {
      return ClassLabels.of(training);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source() + ": " + e.getMessage(), e);
    }
  }

  private String source() {
    return command.digits() ? DIGITS : Inputs.name(command.data);
  }

  /** Refuses a model that the heap cannot hold, before any of it is allocated. */
  private void checkMemory() throws HeapSizeException {
    int outputs = command.model == TrainCommand.Model.softmax ? labels.count() : 1;
    long parameters = (long) outputs * features.columns();
    String what = String.format(Locale.ROOT, "%s: %,d features", source(), features.columns());
    if (parameters <= Integer.MAX_VALUE - Long.BYTES - outputs) { // else the objective says so
      // Parameters, gradient, best and work; the sums in double, and the trained model; for --save
      // the last good model and the next one.
      int doubles = command.save == null ? 2 : 4;
      HeapSizeException.require(
          what + (outputs > 1 ? " and " + outputs + " classes" : ""),
          parameters * (4 * Float.BYTES + doubles * Double.BYTES));
    }
  }

  /** What is minimized. */
  FloatObjective objective(Kernels kernels) {
    try {
      return switch (command.model) {
        case linear ->
            new FloatLinearObjective(
                kernels, SquaredError.half(), features, targets, command.intercept, command.l2);
        case logistic ->
            new FloatLinearObjective(
                kernels, new Logistic(), features, targets, command.intercept, command.l2);
        case softmax ->
            new FloatSoftmaxObjective(
                kernels, features, classes, labels.count(), command.intercept, command.l2);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The model with these parameters.
   *
   * @param parameters as the objective has them
   * @param objective its objective
   * @param epochs the epochs that led to it
   */
  LinearModel model(Optimizer optimizer, double[] parameters, double objective, int epochs) {
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

  /** What can be done when training goes wrong. */
  Advice advice() {
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
}
