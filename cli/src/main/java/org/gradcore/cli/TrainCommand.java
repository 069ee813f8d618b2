package org.gradcore.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradcore.optim.Adam;
import org.gradcore.optim.AdamW;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;
import picocli.CommandLine.ArgGroup;
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

  /** The optimizers. */
  enum OptimizerName {
    sgd,
    adam,
    adamw,
    rmsprop
  }

  /** The element types. */
  enum Element {
    // The constants are what the user types, which are keywords of Java in lower case.
    FLOAT,
    DOUBLE
  }

  /** Options of the optimizers; each belongs to those that its description names. */
  static final class OptimizerOptions {
    @Option(
        names = "--momentum",
        paramLabel = "M",
        description = "sgd, rmsprop: momentum (default: 0).")
    Double momentum;

    @Option(
        names = "--dampening",
        paramLabel = "D",
        description = "sgd: dampening of the momentum (default: 0).")
    Double dampening;

    @Option(names = "--nesterov", description = "sgd: Nesterov momentum.")
    boolean nesterov;

    @Option(
        names = "--weight-decay",
        paramLabel = "W",
        description =
            "Weight decay of the optimizer: coupled, or decoupled for adamw (default: 0; adamw"
                + " 0.01). It also shrinks the intercept; --l2 does not.")
    Double weightDecay;

    @Option(
        names = "--beta1",
        paramLabel = "B",
        description = "adam, adamw: decay rate of the first moment (default: 0.9).")
    Double beta1;

    @Option(
        names = "--beta2",
        paramLabel = "B",
        description = "adam, adamw: decay rate of the second moment (default: 0.999).")
    Double beta2;

    @Option(
        names = "--epsilon",
        paramLabel = "E",
        description = "adam, adamw, rmsprop: added to the denominator (default: 1e-8).")
    Double epsilon;

    @Option(names = "--amsgrad", description = "adam, adamw: AMSGrad.")
    boolean amsgrad;

    @Option(
        names = "--alpha",
        paramLabel = "A",
        description = "rmsprop: smoothing constant (default: 0.99).")
    Double alpha;

    @Option(names = "--centered", description = "rmsprop: centered.")
    boolean centered;
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
      description = "${COMPLETION-CANDIDATES} (default: adam).")
  OptimizerName optimizer = OptimizerName.adam;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Learning rate (default: 0.01).")
  double learningRate = 0.01;

  @ArgGroup(heading = "Options of the optimizers:%n", exclusive = false)
  OptimizerOptions optimizerOptions = new OptimizerOptions();

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
    Optimizer rule = optimizer();
    checkInputs();
    if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
      throw usage("l2 " + l2 + ": a finite number >= 0 is needed");
    }
    Outputs.check("--save", save, spec, data, dataOptions.labels, test, dataOptions.testLabels);
    return element == Element.FLOAT
        ? new FloatTraining(this, rule).run()
        : new DoubleTraining(this, rule).run();
  }

  /** The optimizer that the options describe; options of another optimizer are an error. */
  private Optimizer optimizer() {
    OptimizerOptions o = optimizerOptions;
    boolean sgd = optimizer == OptimizerName.sgd;
    boolean rmsprop = optimizer == OptimizerName.rmsprop;
    boolean adam = optimizer == OptimizerName.adam || optimizer == OptimizerName.adamw;
    allow("--momentum", o.momentum != null, sgd || rmsprop);
    allow("--dampening", o.dampening != null, sgd);
    allow("--nesterov", o.nesterov, sgd);
    allow("--beta1", o.beta1 != null, adam);
    allow("--beta2", o.beta2 != null, adam);
    allow("--epsilon", o.epsilon != null, adam || rmsprop);
    allow("--amsgrad", o.amsgrad, adam);
    allow("--alpha", o.alpha != null, rmsprop);
    allow("--centered", o.centered, rmsprop);
    try {
      return switch (optimizer) {
        case sgd ->
            new Sgd(
                learningRate,
                or(o.momentum, 0),
                or(o.dampening, 0),
                o.nesterov,
                or(o.weightDecay, 0),
                false);
        case adam ->
            new Adam(
                learningRate,
                or(o.beta1, 0.9),
                or(o.beta2, 0.999),
                or(o.epsilon, 1e-8),
                or(o.weightDecay, 0),
                o.amsgrad,
                false);
        case adamw ->
            new AdamW(
                learningRate,
                or(o.beta1, 0.9),
                or(o.beta2, 0.999),
                or(o.epsilon, 1e-8),
                or(o.weightDecay, 0.01),
                o.amsgrad,
                false);
        case rmsprop ->
            new RmsProp(
                learningRate,
                or(o.alpha, 0.99),
                or(o.epsilon, 1e-8),
                or(o.weightDecay, 0),
                or(o.momentum, 0),
                o.centered,
                false);
      };
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
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

  private static double or(Double given, double otherwise) {
    return given == null ? otherwise : given;
  }

  private void allow(String option, boolean given, boolean allowed) {
    if (given && !allowed) {
      throw usage(option + " is no option of --optimizer " + optimizer);
    }
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
