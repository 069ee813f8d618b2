package org.gradcore.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.kernel.TargetRange;
import org.gradcore.loss.Huber;
import org.gradcore.loss.PointLoss;
import org.gradcore.loss.Reduction;
import org.gradcore.loss.SquaredError;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Linear models take every loss of one prediction and one target, also one of the caller's own. */
class FloatLinearLossTest {
  private static final long SEED = Seeds.of(FloatLinearLossTest.class);
  private static final int ROWS = 600; // two row blocks and a part of one

  /** Results are means of numbers of the order of 1, each rounded a few times. */
  private static final double ROUNDING = 16 * Math.ulp(1f);

  private static final double L2 = 0.3;
  private static final int[] LIST = {599, 3, 3, 120, 0, 257, 64, 65};

  private final FloatGeneratedData data = new FloatGeneratedData(SEED, ROWS, 7, 4);

  /** What is compared: one objective for another, which must agree to rounding. */
  private interface Other {
    void compare(FloatFeatures x, float[] weights, Reduction reduction, boolean intercept);
  }

  private void everywhere(Other other) {
    for (FloatFeatures x : List.of(data.dense, data.csr)) {
      for (float[] weights : new float[][] {null, data.weights}) {
        for (Reduction reduction : List.of(Reduction.MEAN, Reduction.WEIGHTED_MEAN)) {
          for (boolean intercept : new boolean[] {false, true}) {
            other.compare(x, weights, reduction, intercept);
          }
        }
      }
    }
  }

  private FloatObjective objective(
      Kernels kernels,
      PointLoss loss,
      FloatFeatures x,
      float[] weights,
      Reduction reduction,
      boolean intercept) {
    return new FloatLinearObjective(
        kernels, loss, x, data.values, weights, reduction, intercept, L2);
  }

  @TestFactory
  List<DynamicTest> ownLossIsTheBuiltInOne() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Backend backend : Backend.values()) {
      Kernels kernels = KernelSets.of(backend);
      tests.add(
          DynamicTest.dynamicTest(
              backend.id(),
              () ->
                  everywhere(
                      (x, weights, reduction, intercept) -> {
                        FloatObjective own =
                            objective(
                                kernels, new OwnSquaredError(), x, weights, reduction, intercept);
                        FloatObjective known =
                            objective(
                                kernels, new SquaredError(), x, weights, reduction, intercept);
                        same(own, known, null, 0, 0, ROWS);
                        same(own, known, null, 0, 17, 511);
                        same(own, known, null, 0, 5, 1);
                        same(own, known, LIST, 1, 0, LIST.length - 1);
                      })));
    }
    return tests;
  }

  private static void same(
      FloatObjective own, FloatObjective known, int[] list, int offset, int first, int count) {
    int length = own.parameterCount();
    float[] param = new float[length + 2];
    System.arraycopy(FloatGeneratedData.parameters(SEED, length), 0, param, 2, length);
    float[] expected = new float[length];
    float[] actual = new float[length + 1];
    double value = known.evaluate(list, offset, first, count, param, 2, expected, 0);
    double close = ROUNDING * Math.max(1, value);
    assertEquals(value, own.evaluate(list, offset, first, count, param, 2, actual, 1), close);
    assertEquals(value, own.evaluate(list, offset, first, count, param, 2, null, 0), close);
    assertEquals(0, actual[0]);
    for (int j = 0; j < length; j++) {
      double g = expected[j];
      assertEquals(g, actual[1 + j], ROUNDING * Math.max(1, Math.abs(g)), Seeds.rerun(SEED));
    }
  }

  /** The same bits on every backend that sums in the canonical order. */
  @Test
  void ownLossHasTheSameBitsOnVectors() {
    everywhere(
        (x, weights, reduction, intercept) -> {
          List<float[]> gradients = new ArrayList<>();
          List<Double> values = new ArrayList<>();
          for (Backend backend : List.of(Backend.SCALAR, Backend.VECTOR)) {
            FloatObjective own =
                objective(
                    KernelSets.of(backend),
                    new OwnSquaredError(),
                    x,
                    weights,
                    reduction,
                    intercept);
            float[] param = FloatGeneratedData.parameters(SEED, own.parameterCount());
            gradients.add(new float[param.length]);
            values.add(own.valueAndGradient(param, 0, gradients.getLast(), 0));
          }
          assertEquals(values.getFirst(), values.getLast());
          for (int j = 0; j < gradients.getFirst().length; j++) {
            assertEquals(gradients.getFirst()[j], gradients.getLast()[j], 0, Seeds.rerun(SEED));
          }
        });
  }

  /** Huber's loss in a linear model, against a loop in double. */
  @Test
  void huber() {
    double delta = 0.5;
    everywhere(
        (x, weights, reduction, intercept) -> {
          FloatObjective objective =
              objective(
                  KernelSets.of(Backend.SCALAR),
                  new Huber(delta),
                  x,
                  weights,
                  reduction,
                  intercept);
          int d = x.columns();
          float[] param = FloatGeneratedData.parameters(SEED, d + (intercept ? 1 : 0));
          double[] expected = new double[param.length];
          double sum = 0;
          double divisor = 0;
          int bent = 0;
          for (int i = 0; i < ROWS; i++) {
            double error = (intercept ? param[d] : 0) - data.values[i];
            for (int j = 0; j < d; j++) {
              error += (double) data.dense.get(i, j) * param[j];
            }
            double weight = weights == null ? 1 : weights[i];
            divisor += reduction == Reduction.MEAN ? 1 : weight;
            double size = Math.abs(error);
            sum += weight * (size <= delta ? size * size / 2 : delta * (size - delta / 2));
            bent += size <= delta ? 0 : 1;
            double r = weight * Math.clamp(error, -delta, delta);
            for (int j = 0; j < d; j++) {
              expected[j] += r * data.dense.get(i, j);
            }
            if (intercept) {
              expected[d] += r;
            }
          }
          assertTrue(bent > 50 && bent < ROWS - 50, bent + " rows beyond delta");
          double penalty = 0;
          for (int j = 0; j < d; j++) {
            penalty += L2 / 2 * param[j] * param[j];
          }
          float[] actual = new float[param.length];
          double value = objective.valueAndGradient(param, 0, actual, 0);
          assertEquals(sum / divisor + penalty, value, ROUNDING);
          for (int j = 0; j < actual.length; j++) {
            double decay = j < d ? L2 * param[j] : 0;
            assertEquals(expected[j] / divisor + decay, actual[j], ROUNDING, Seeds.rerun(SEED));
          }
        });
  }

  /** A loss of one's own says what targets it takes. */
  @Test
  void ownTargets() {
    record Exponential() implements PointLoss {
      @Override
      public double loss(double z, double y) {
        return Math.exp(-y * z);
      }

      @Override
      public double gradient(double z, double y) {
        return -y * Math.exp(-y * z);
      }

      @Override
      public TargetRange targets() {
        return TargetRange.SIGNED;
      }
    }

    Kernels kernels = KernelSets.of(Backend.SCALAR);
    new FloatLinearObjective(kernels, new Exponential(), data.dense, data.signed, true, 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new FloatLinearObjective(
                    kernels, new Exponential(), data.dense, data.binary, true, 0));
    assertTrue(e.getMessage().endsWith("the loss Exponential[] needs -1 or 1"), e.getMessage());
  }
}
