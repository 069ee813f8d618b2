package org.gradcore.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradcore.optim.Optimizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradcore train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = OptimizerOptions.class,
    description = {
      "Trains a linear model, logistic regression or softmax regression.",
      "Without --data: softmax regression on the bundled handwritten digits, and what each backend"
          + " alone needs for the same epochs."
    })
final class TrainCommand implements Callable<Integer> {
  /** The models. */
  enum Model {
    linear,
    logistic,
    softmax
  }

  /** The element types. */
  enum Element {
    // The constants are what the user types, which are keywords of Java in lower case.
    FLOAT,
    DOUBLE
  }

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Training data (may be gzip); - is standard input. Default: the bundled digits.")
  Path data;

  @Option(names = "--test", paramLabel = "FILE", description = "Test data.")
  Path test;

  @Mixin DataOptions.OfTraining dataOptions;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "${COMPLETION-CANDIDATES} (default: softmax).")
  Model model = Model.softmax;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      completionCandidates = OptimizerOptions.Names.class,
      description = "${COMPLETION-CANDIDATES} (default: adam).")
  String optimizer = "adam";

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "Learning rate (default: 0.01, or the optimizer's own where that is greater: adadelta 1).")
  Double learningRate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data (default: ${DEFAULT-VALUE}).")
  int epochs = 50;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Rows per step; 0 for all (default: ${DEFAULT-VALUE}).")
  int batchSize = 64;

  @Option(
      names = "--l2",
      paramLabel = "L",
      description = "L2 penalty (L/2)*|w|^2, not on the intercept (default: 0).")
  double l2 = 0;

  @Option(
      names = "--intercept",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Fit an intercept (default: true).")
  boolean intercept;

  @Option(
      names = "--standardize",
      negatable = true,
      description =
          "Shift and scale every feature to mean 0 and standard deviation 1 over the training rows"
              + " (default: false, with the bundled digits true).")
  Boolean standardize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the order of the rows (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, vector, openblas or scalar (default: auto, or -Dgradcore.backend).")
  String backend;

  @Option(
      names = "--element",
      paramLabel = "TYPE",
      description = "float or double (default: float).")
  Element element = Element.FLOAT;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Where to save the model; if training diverges or is interrupted (Ctrl-C), that of the best"
              + " epoch so far.")
  Path save;

  @Option(
      names = "--json",
      description = "Print one JSON object at the end, and nothing else, to standard output.")
  boolean json;

  @Option(names = "--quiet", description = "No progress bar.")
  boolean quiet;

  @Override
  public Integer call() throws Exception {
    Optimizer rule = OptimizerOptions.chosen(spec, optimizer, learningRate);
    learningRate = rule.learningRate();
    checkInputs();
    if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
      throw usage("l2 " + l2 + ": a finite number >= 0 is needed");
    }
    Outputs.check("--save", save, spec, data, dataOptions.labels, test, dataOptions.testLabels);
    return element == Element.FLOAT
        ? new FloatTraining(this, rule).run()
        : new DoubleTraining(this, rule).run();
  }

  /** Refuses inputs and options of inputs that do not go together. */
  private void checkInputs() {
    if (data == null) {
      String option = test != null ? "--test" : dataOptions.firstGiven();
      if (option != null) {
        throw usage(option + " without --data");
      }
    }
    if (test == null && dataOptions.testLabels != null) {
      throw usage("--test-labels without --test");
    }
    dataOptions.check(spec, data, test, dataOptions.labels, dataOptions.testLabels);
  }

  /** Whether the bundled digits are trained on. */
  boolean digits() {
    return data == null;
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
