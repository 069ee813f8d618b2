package org.gradcore.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.PointLoss;
import org.gradcore.loss.Reduction;
import org.gradcore.loss.SquaredError;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Objectives: rows, refusals, allocation. */
class FloatObjectiveTest {
  private static final long SEED = Seeds.of(FloatObjectiveTest.class);
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);
  private static final int ROWS = 600;
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

  private final FloatGeneratedData data = new FloatGeneratedData(SEED, ROWS, 9, 4);

  private List<FloatObjective> objectives() {
    return List.of(
        linear(data.dense, new Logistic(), true),
        linear(data.csr, new SquaredError(), false),
        linear(data.dense, new OwnSquaredError(), true),
        linear(data.csr, new OwnSquaredError(), true),
        new FloatSoftmaxObjective(KERNELS, data.dense, data.classes, 4, true, 0.1),
        new FloatSoftmaxObjective(KERNELS, data.csr, data.classes, 4, false, 0));
  }

  private FloatLinearObjective linear(FloatFeatures x, PointLoss loss, boolean intercept) {
    return new FloatLinearObjective(KERNELS, loss, x, data.targets(loss), intercept, 0.1);
  }

  /** A list that counts up is the range, bit for bit. */
  @Test
  void listIsRange() {
    int[] all = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      all[i] = i;
    }
    for (FloatObjective objective : objectives()) {
      int length = objective.parameterCount();
      float[] param = FloatGeneratedData.parameters(SEED, length);
      float[] byList = new float[length];
      float[] byRange = new float[length];
      double a = objective.valueAndGradient(all, 30, 500, param, 0, byList, 0);
      double b = objective.valueAndGradient(30, 500, param, 0, byRange, 0);
      assertEquals(a, b);
      assertArrayEquals(byList, byRange);
      assertEquals(ROWS, objective.rows());
      double c = objective.valueAndGradient(param, 0, byRange, 0);
      assertEquals(c, objective.value(param, 0));
      assertEquals(c, objective.valueAndGradient(0, ROWS, param, 0, byList, 0));
      assertArrayEquals(byList, byRange);
    }
  }

  /** Rows of weight 0 leave only the penalty. */
  @Test
  void noWeightAtAll() {
    FloatObjective objective =
        new FloatLinearObjective(
            KERNELS,
            new Logistic(),
            data.dense,
            data.binary,
            new float[ROWS],
            Reduction.WEIGHTED_MEAN,
            true,
            0.5);
    float[] param = new float[10];
    param[0] = 2;
    param[9] = 1;
    float[] gradient = new float[10];
    assertEquals(1, objective.valueAndGradient(param, 0, gradient, 0));
    assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, gradient);
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (FloatObjective objective : objectives()) {
      float[] param = new float[objective.parameterCount()];
      float[] gradient = new float[objective.parameterCount()];
      int[] rows = {5, 17, 3};
      for (int i = 0; i < 50; i++) {
        objective.valueAndGradient(rows, 0, 3, param, 0, gradient, 0);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        objective.valueAndGradient(rows, 0, 3, param, 0, gradient, 0);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < 8000, bytes + " bytes in 1000 evaluations");
    }
  }

  private static void refused(String message, Runnable make) {
    IllegalArgumentException e = assertThrows(ILLEGAL, make::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static float[] with(float[] values, int index, float value) {
    float[] changed = values.clone();
    changed[index] = value;
    return changed;
  }

  private void linearRefused(String message, PointLoss loss, float[] targets) {
    refused(message, () -> new FloatLinearObjective(KERNELS, loss, data.dense, targets, true, 0));
  }

  private void softmaxRefused(String message, int[] targets, int classes) {
    refused(
        message, () -> new FloatSoftmaxObjective(KERNELS, data.dense, targets, classes, true, 0));
  }

  @Test
  void targetsThatDoNotFit() {
    for (float bad : new float[] {-1, 2, Float.NaN}) {
      linearRefused("target " + bad + " of row 7", new Logistic(), with(data.binary, 7, bad));
    }
    for (float bad : new float[] {0, 0.5f, Float.NaN}) {
      linearRefused("target " + bad + " of row 7", new Logistic(true), with(data.signed, 7, bad));
    }
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      linearRefused("of row 7", new SquaredError(), with(data.values, 7, bad));
      linearRefused("of row 7", SquaredError.half(), with(data.values, 7, bad));
      linearRefused("needs a finite number", new OwnSquaredError(), with(data.values, 7, bad));
    }
    linearRefused("599 targets for 600 rows", new Logistic(), new float[ROWS - 1]);
    softmaxRefused("599 targets for 600 rows", new int[ROWS - 1], 4);
    for (int bad : new int[] {-1, 4}) {
      int[] targets = data.classes.clone();
      targets[7] = bad;
      softmaxRefused("target " + bad + " of row 7: a class from 0 to 3", targets, 4);
    }
    softmaxRefused("classes 0", data.classes, 0);
    softmaxRefused("at most", new int[ROWS], Integer.MAX_VALUE);
  }

  @Test
  void otherRefusals() {
    for (double l2 : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(
          "l2 " + l2,
          () ->
              new FloatLinearObjective(KERNELS, new Logistic(), data.dense, data.binary, true, l2));
    }
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      refused(
          "weight " + bad + " of row 3",
          () -> weighted(with(data.weights, 3, bad), Reduction.MEAN));
    }
    refused("599 weights", () -> weighted(new float[ROWS - 1], Reduction.MEAN));
    refused("reduction SUM", () -> weighted(data.weights, Reduction.SUM));
    refused("reduction NONE", () -> weighted(data.weights, Reduction.NONE));
    refused("0 rows", () -> on(FloatDenseMatrix.of(new float[0], 0, 0, 3), 0));
    refused("nothing to train", () -> on(FloatDenseMatrix.of(new float[0], 0, 3, 0), 3));
    refused("NaN", () -> on(FloatDenseMatrix.of(new float[] {1, Float.NaN}, 0, 2, 1), 2));
    FloatObjective objective = linear(data.dense, new Logistic(), true);
    float[] param = new float[10];
    int[] rows = {1, ROWS};
    assertThrows(ILLEGAL, () -> objective.valueAndGradient(0, 0, param, 0, null, 0));
    assertThrows(ILLEGAL, () -> objective.valueAndGradient(rows, 0, 0, param, 0, null, 0));
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    assertThrows(outside, () -> objective.valueAndGradient(rows, 0, 2, param, 0, null, 0));
    assertThrows(outside, () -> objective.valueAndGradient(rows, 1, 2, param, 0, null, 0));
    assertThrows(outside, () -> objective.valueAndGradient(1, ROWS, param, 0, null, 0));
    assertThrows(outside, () -> objective.value(param, 1));
    assertThrows(outside, () -> objective.valueAndGradient(param, 0, new float[9], 0));
  }

  private void weighted(float[] weights, Reduction reduction) {
    new FloatLinearObjective(
        KERNELS, new Logistic(), data.dense, data.binary, weights, reduction, true, 0);
  }

  private static void on(FloatFeatures features, int targets) {
    new FloatLinearObjective(KERNELS, new Logistic(), features, new float[targets], false, 0);
  }
}
