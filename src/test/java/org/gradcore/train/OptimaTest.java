package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DoubleCsvReader;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.DoubleDenseMatrix;
import org.gradcore.data.DoubleFeatures;
import org.gradcore.data.DoubleLibsvmReader;
import org.gradcore.data.DoubleStandardizer;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.SquaredError;
import org.gradcore.objective.DoubleLinearObjective;
import org.gradcore.objective.DoubleObjective;
import org.gradcore.objective.DoubleSoftmaxObjective;
import org.gradcore.optim.Sgd;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Shared;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Full-batch training on real data reaches the known optima, through the public API, in double, on
 * every backend.
 *
 * <p>The optimizer is SGD with Nesterov momentum: the step is 1/L for a curvature L of the
 * objective, and the momentum {@code (√κ - 1)/(√κ + 1)} for a condition κ, which gains about a
 * factor e every √κ epochs. L is a fraction of the largest eigenvalue of XᵀX/n; the fraction and √κ
 * are what was found to converge fast.
 */
class OptimaTest {
  private static final double TOLERANCE = 1e-6;

  /** a9a at λ = 1/n is badly conditioned. */
  private static final double A9A_TOLERANCE = 1e-4;

  private static final CsvOptions PLAIN_CSV =
      CsvOptions.DEFAULT.withHeader(CsvOptions.Header.NO).withLabels(CsvOptions.Labels.NUMBER);

  /**
   * A data set, and how it is trained with and without an intercept.
   *
   * @param entry its name in optima.json
   * @param free settings with an intercept, which the penalty leaves free
   * @param none settings without
   */
  private record Problem(String entry, Settings free, Settings none) {
    DoubleDataset data() throws IOException {
      return switch (entry) {
        case "heart_scale", "a9a" -> {
          String file = entry.equals("a9a") ? "a9a/a9a.gz" : "heart_scale/heart_scale";
          int columns = entry.equals("a9a") ? 123 : 13;
          LibsvmOptions options = LibsvmOptions.DEFAULT.withColumns(columns);
          yield DoubleLibsvmReader.read(Shared.file("data/" + file), options);
        }
        case "iris.scale" -> DoubleLibsvmReader.read(Shared.file("data/iris.scale/iris.scale"));
        case "sklearn breast_cancer.csv" -> {
          DoubleDataset raw = csv("breast_cancer.csv", 1);
          yield raw.withFeatures(DoubleStandardizer.fit(raw.features()).apply(raw.features()));
        }
        case "sklearn iris.csv" -> csv("iris.csv", 1);
        default -> {
          DoubleDataset raw = csv("digits.csv.gz", 0);
          double[] pixels = raw.features().toDense().values().clone();
          for (int i = 0; i < pixels.length; i++) {
            pixels[i] /= 16;
          }
          DoubleDataset scaled =
              raw.withFeatures(DoubleDenseMatrix.of(pixels, 0, raw.rows(), raw.columns()));
          yield entry.contains("first 1437") ? scaled.rows(0, 1437) : scaled;
        }
      };
    }

    private static DoubleDataset csv(String name, int skip) throws IOException {
      Path file = Shared.file("data/scikit-learn/" + name);
      return DoubleCsvReader.read(file, PLAIN_CSV.withSkipLines(skip));
    }
  }

  /**
   * Settings of the optimizer.
   *
   * @param curvature what the largest eigenvalue of XᵀX/n is multiplied by for L; the loss itself
   *     has second derivatives of up to 1/4 (logistic) or 1/2 (softmax)
   * @param root √κ
   * @param epochs epochs
   */
  private record Settings(double curvature, double root, int epochs) {}

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem("heart_scale", new Settings(0.25, 20, 160), new Settings(0.25, 20, 160)),
          new Problem(
              "sklearn breast_cancer.csv",
              new Settings(0.15, 50, 500),
              new Settings(0.15, 50, 500)),
          new Problem("sklearn iris.csv", new Settings(0.18, 20, 200), new Settings(0.25, 40, 600)),
          new Problem("iris.scale", new Settings(0.5, 25, 300), new Settings(0.25, 40, 400)),
          new Problem(
              "sklearn digits.csv", new Settings(0.18, 20, 220), new Settings(0.12, 60, 550)),
          new Problem(
              "sklearn digits.csv first 1437 rows train / last 360 test",
              new Settings(0.18, 20, 220),
              null),
          new Problem("a9a", new Settings(0.1, 80, 400), new Settings(0.1, 80, 350)));

  @TestFactory
  List<DynamicTest> optima() throws IOException {
    JsonObject optima;
    try (Reader reader = Files.newBufferedReader(Shared.file("reference/optima.json"))) {
      optima = JsonParser.parseReader(reader).getAsJsonObject();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Problem problem : PROBLEMS) {
      DoubleDataset data = problem.data();
      for (JsonElement element : optima.getAsJsonArray("entries")) {
        JsonObject entry = element.getAsJsonObject();
        boolean wanted =
            entry.get("dataset").getAsString().equals(problem.entry)
                && List.of("binary-logistic", "softmax").contains(entry.get("task").getAsString())
                && !entry.get("bias").getAsString().equals("reg");
        if (!wanted || (problem.entry.equals("a9a") && entry.get("lam").getAsDouble() == 1e-3)) {
          continue;
        }
        for (Backend backend : Backend.values()) {
          String name =
              String.format(
                  "%s %s, λ %s, bias %s",
                  backend.id(),
                  problem.entry,
                  entry.get("lam_note").getAsString(),
                  entry.get("bias").getAsString());
          tests.add(
              DynamicTest.dynamicTest(
                  name, () -> reaches(KernelSets.of(backend), problem, data, entry)));
        }
      }
    }
    assertEquals(19 * Backend.values().length, tests.size());
    return tests;
  }

  private static void reaches(
      Kernels kernels, Problem problem, DoubleDataset data, JsonObject entry) {
    boolean softmax = entry.get("task").getAsString().equals("softmax");
    boolean intercept = entry.get("bias").getAsString().equals("unreg");
    double lambda = entry.get("lam").getAsDouble();
    ClassLabels labels = ClassLabels.of(data);
    int[] classes = labels.encode(data);
    assertEquals(entry.get("n").getAsInt(), data.rows());
    assertEquals(entry.get("d").getAsInt(), data.columns());
    // Shifting the features only shifts a free intercept: the optimum stays, and is found sooner.
    DoubleFeatures x = softmax && intercept ? centered(data.features()) : data.features();
    DoubleObjective objective =
        softmax
            ? new DoubleSoftmaxObjective(kernels, x, classes, labels.count(), intercept, lambda)
            : new DoubleLinearObjective(
                kernels, new Logistic(), x, asTargets(classes), intercept, lambda);
    assertEquals(
        entry.get("F_at_zero").getAsDouble(),
        objective.value(new double[objective.parameterCount()], 0),
        1e-12);
    Settings settings = intercept ? problem.free : problem.none;
    double curvature = largestEigenvalue(x, intercept) * settings.curvature + lambda;
    Sgd optimizer =
        Sgd.defaults()
            .withLearningRate(1 / curvature)
            .withMomentum((settings.root - 1) / (settings.root + 1))
            .withNesterov(true);
    DoubleTrainingResult result =
        DoubleTrainer.train(
            objective,
            new TrainingOptions(optimizer, settings.epochs, 0, 1),
            kernels,
            TrainingListener.NONE);
    double expected = entry.get("objective").getAsDouble();
    lbfgsReaches(kernels, objective, expected);
    double error = (result.objective() - expected) / expected;
    double tolerance = problem.entry.equals("a9a") ? A9A_TOLERANCE : TOLERANCE;
    assertTrue(
        error > -1e-12 && error <= tolerance,
        String.format(
            "objective %s after %d epochs, optimum %s: relative error %s",
            result.objective(), result.epochs(), expected, error));
  }

  /** L-BFGS needs no settings that suit the data. */
  private static void lbfgsReaches(Kernels kernels, DoubleObjective objective, double expected) {
    LbfgsOptions options = LbfgsOptions.defaults().withGradientTolerance(1e-6);
    DoubleLbfgsResult result =
        DoubleLbfgs.minimize(objective, options, kernels, TrainingListener.NONE);
    double error = (result.objective() - expected) / expected;
    assertTrue(error > -1e-12 && error <= TOLERANCE, result.stop() + ": relative error " + error);
    assertEquals(LbfgsStop.GRADIENT, result.stop());
    assertTrue(result.evaluations() < 600, result.evaluations() + " passes over the data");
  }

  private static DoubleFeatures centered(DoubleFeatures x) {
    double[] scales = new double[x.columns()];
    Arrays.fill(scales, 1);
    return new DoubleStandardizer(DoubleStandardizer.fit(x).means(), scales).apply(x);
  }

  private static double[] asTargets(int[] classes) {
    double[] targets = new double[classes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = classes[i];
    }
    return targets;
  }

  /** The largest eigenvalue of XᵀX/n (with a column of ones for the intercept), a little above. */
  private static double largestEigenvalue(DoubleFeatures x, boolean intercept) {
    DoubleObjective squares =
        new DoubleLinearObjective(
            Kernels.of(Backend.SCALAR), SquaredError.half(), x, new double[x.rows()], intercept, 0);
    double[] v = new double[squares.parameterCount()];
    double[] product = new double[v.length];
    Arrays.fill(v, 1);
    double eigenvalue = 0;
    for (int i = 0; i < 50; i++) {
      squares.valueAndGradient(v, 0, product, 0);
      double norm = 0;
      for (double p : product) {
        norm += p * p;
      }
      norm = Math.sqrt(norm);
      double length = 0;
      for (double value : v) {
        length += value * value;
      }
      eigenvalue = norm / Math.sqrt(length);
      for (int j = 0; j < v.length; j++) {
        v[j] = product[j] / norm;
      }
    }
    return eigenvalue * 1.01;
  }
}
