package org.gradcore.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.data.DoubleFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.loss.Huber;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.PointLoss;
import org.gradcore.loss.Reduction;
import org.gradcore.loss.SquaredError;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients against central differences in double, and values against their definition. */
class GradientTest {
  private static final long SEED = Seeds.of(GradientTest.class);
  private static final double STEP = 1e-5;

  /** Rounding (1e-16 / STEP) and truncation (STEP² times the third derivative), with room. */
  private static final double TOLERANCE = 1e-8;

  private static final List<PointLoss> LOSSES =
      List.of(
          new SquaredError(),
          SquaredError.half(),
          new Logistic(),
          new Logistic(true),
          new Huber(0.7),
          new OwnSquaredError());

  @TestFactory
  List<DynamicTest> gradients() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Backend backend : Backend.values()) {
      for (PointLoss loss : LOSSES) {
        tests.add(
            DynamicTest.dynamicTest(
                backend.id() + " " + loss, () -> check(KernelSets.of(backend), loss)));
      }
      tests.add(
          DynamicTest.dynamicTest(
              backend.id() + " softmax", () -> check(KernelSets.of(backend), null)));
    }
    return tests;
  }

  /** All of dense and CSR, with and without weights, intercept, penalty, row list and range. */
  private static void check(Kernels kernels, PointLoss loss) {
    // More rows than a row block; more classes than a lane fold; odd numbers of features.
    DoubleGeneratedData data = new DoubleGeneratedData(SEED, 300, 7, 4);
    int[] rows = {299, 3, 3, 120, 0, 257, 64, 65};
    for (DoubleFeatures features : List.of(data.dense, data.csr)) {
      for (double[] weights : new double[][] {null, data.weights}) {
        for (Reduction reduction : List.of(Reduction.MEAN, Reduction.WEIGHTED_MEAN)) {
          for (boolean intercept : new boolean[] {false, true}) {
            for (double l2 : new double[] {0, 0.3}) {
              DoubleObjective objective =
                  loss == null
                      ? new DoubleSoftmaxObjective(
                          kernels,
                          features,
                          data.classes,
                          data.classCount,
                          weights,
                          reduction,
                          intercept,
                          l2)
                      : new DoubleLinearObjective(
                          kernels,
                          loss,
                          features,
                          data.targets(loss),
                          weights,
                          reduction,
                          intercept,
                          l2);
              String what =
                  String.format(
                      "%s %s, weights %s, %s, intercept %s, l2 %s; %s",
                      loss, features, weights != null, reduction, intercept, l2, Seeds.rerun(SEED));
              check(objective, null, 0, 0, 300, what);
              check(objective, null, 0, 17, 270, what + ", range");
              check(objective, rows, 1, 0, rows.length - 1, what + ", list");
              double expected = value(data, loss, weights, reduction, intercept, l2, rows);
              double[] param = parameters(objective);
              double actual =
                  objective.valueAndGradient(
                      rows, 0, rows.length, param, 0, new double[param.length], 0);
              assertEquals(expected, actual, 1e-12 * Math.max(1, expected), what);
            }
          }
        }
      }
    }
  }

  private static double[] parameters(DoubleObjective objective) {
    return DoubleGeneratedData.parameters(SEED, objective.parameterCount());
  }

  private static void check(
      DoubleObjective objective, int[] rows, int offset, int first, int count, String what) {
    int length = objective.parameterCount();
    double[] param = new double[length + 2];
    System.arraycopy(parameters(objective), 0, param, 2, length);
    double[] gradient = new double[length + 1];
    double value = objective.evaluate(rows, offset, first, count, param, 2, gradient, 1);
    assertEquals(value, objective.evaluate(rows, offset, first, count, param, 2, null, 0), what);
    for (int j = 0; j < length; j++) {
      double at = param[2 + j];
      param[2 + j] = at + STEP;
      double up = objective.evaluate(rows, offset, first, count, param, 2, null, 0);
      param[2 + j] = at - STEP;
      double down = objective.evaluate(rows, offset, first, count, param, 2, null, 0);
      param[2 + j] = at;
      double expected = (up - down) / (2 * STEP);
      assertEquals(
          expected,
          gradient[1 + j],
          TOLERANCE * Math.max(1, Math.abs(expected)),
          () -> "parameter " + what);
    }
    assertEquals(0, gradient[0], what);
  }

  /** The objective over listed rows, written out. */
  private static double value(
      DoubleGeneratedData data,
      PointLoss loss,
      double[] weights,
      Reduction reduction,
      boolean intercept,
      double l2,
      int[] rows) {
    int d = data.dense.columns();
    int outputs = loss == null ? data.classCount : 1;
    double[] w = DoubleGeneratedData.parameters(SEED, outputs * (d + (intercept ? 1 : 0)));
    double sum = 0;
    double weightSum = 0;
    for (int i : rows) {
      double[] z = new double[outputs];
      for (int k = 0; k < outputs; k++) {
        z[k] = intercept ? w[outputs * d + k] : 0;
        for (int j = 0; j < d; j++) {
          z[k] += data.dense.get(i, j) * w[k * d + j];
        }
      }
      double l;
      if (loss == null) {
        double exponentials = 0;
        for (double zk : z) {
          exponentials += Math.exp(zk);
        }
        l = Math.log(exponentials) - z[data.classes[i]];
      } else {
        l = loss.loss(z[0], data.targets(loss)[i]);
      }
      double weight = weights == null ? 1 : weights[i];
      sum += weight * l;
      weightSum += weight;
    }
    double squares = 0;
    for (int j = 0; j < outputs * d; j++) {
      squares += w[j] * w[j];
    }
    double divisor = reduction == Reduction.MEAN ? rows.length : weightSum;
    return sum / divisor + l2 / 2 * squares;
  }
}
