package org.gradcore.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Weights, reductions, offsets and refusals. */
class FloatLossesTest {
  private static final long SEED = Seeds.of(FloatLossesTest.class);
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);
  private static final int N = 700;
  private static final int CLASSES = 5;

  /** What float sums may lose. */
  private static final double TOLERANCE = 2e-6;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  private final float[] prediction = normal(N);
  private final float[] logits = normal(N * CLASSES);
  private final float[] target = new float[N];
  private final float[] signed = new float[N];
  private final int[] classes = new int[N];
  private final float[] weight = new float[N];

  FloatLossesTest() {
    for (int i = 0; i < N; i++) {
      target[i] = random.nextInt(2);
      signed[i] = 2 * target[i] - 1;
      classes[i] = random.nextInt(CLASSES);
      weight[i] = random.nextInt(4) * 0.5f;
    }
  }

  private float[] normal(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (3 * random.nextGaussian());
    }
    return values;
  }

  private void close(double expected, double actual, String what) {
    assertEquals(
        expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what + Seeds.rerun(SEED));
  }

  /** One elementwise loss. */
  private interface Loss {
    double of(
        FloatLosses losses, float[] weight, float[] loss, int lossOffset, float[] gradient, int at);
  }

  private double squared(
      FloatLosses losses, float[] w, float[] loss, int lossOffset, float[] gradient, int at) {
    return losses.squaredError(prediction, 0, target, 0, w, 0, loss, lossOffset, gradient, at, N);
  }

  private double half(
      FloatLosses losses, float[] w, float[] loss, int lossOffset, float[] gradient, int at) {
    return losses.halfSquaredError(
        prediction, 0, target, 0, w, 0, loss, lossOffset, gradient, at, N);
  }

  private double logistic(
      FloatLosses losses, float[] w, float[] loss, int lossOffset, float[] gradient, int at) {
    return losses.logistic(prediction, 0, target, 0, w, 0, loss, lossOffset, gradient, at, N);
  }

  private double logisticSigned(
      FloatLosses losses, float[] w, float[] loss, int lossOffset, float[] gradient, int at) {
    return losses.logisticSigned(prediction, 0, signed, 0, w, 0, loss, lossOffset, gradient, at, N);
  }

  private double softmax(
      FloatLosses losses, float[] w, float[] loss, int lossOffset, float[] gradient, int at) {
    return losses.softmaxCrossEntropy(
        logits, 0, classes, 0, w, 0, loss, lossOffset, gradient, at, N, CLASSES);
  }

  /** What loss and gradient of one sample are by their definition. */
  private double expectedLoss(int kind, int i) {
    double z = prediction[i];
    double e = z - target[i];
    return switch (kind) {
      case 0 -> e * e;
      case 1 -> e * e / 2;
      case 2, 3 -> Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - target[i] * z;
      default -> {
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
          sum += Math.exp(logits[i * CLASSES + k]);
        }
        yield Math.log(sum) - logits[i * CLASSES + classes[i]];
      }
    };
  }

  private double expectedGradient(int kind, int element) {
    if (kind == 4) {
      int i = element / CLASSES;
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        sum += Math.exp(logits[i * CLASSES + k]);
      }
      return Math.exp(logits[element]) / sum - (element % CLASSES == classes[i] ? 1 : 0);
    }
    double e = prediction[element] - target[element];
    return switch (kind) {
      case 0 -> 2 * e;
      case 1 -> e;
      default -> 1 / (1 + Math.exp(-prediction[element])) - target[element];
    };
  }

  @Test
  void definitions() {
    Loss[] all = {this::squared, this::half, this::logistic, this::logisticSigned, this::softmax};
    double weightSum = 0;
    for (float w : weight) {
      weightSum += w;
    }
    for (int kind = 0; kind < all.length; kind++) {
      int outputs = kind == 4 ? CLASSES : 1;
      for (Reduction reduction : Reduction.values()) {
        for (float[] w : new float[][] {null, weight}) {
          String what = "kind " + kind + " " + reduction + (w == null ? " " : " weighted ");
          double divisor =
              switch (reduction) {
                case NONE, SUM -> 1;
                case MEAN -> N;
                case WEIGHTED_MEAN -> w == null ? N : weightSum;
              };
          float[] loss = new float[N + 2];
          float[] gradient = new float[N * outputs + 3];
          FloatLosses losses = new FloatLosses(KERNELS, reduction);
          double value = all[kind].of(losses, w, loss, 2, gradient, 3);
          double sum = 0;
          for (int i = 0; i < N; i++) {
            double expected = (w == null ? 1 : w[i]) * expectedLoss(kind, i);
            close(expected, loss[2 + i], what);
            sum += expected;
          }
          close(sum / divisor, value, what);
          for (int j = 0; j < N * outputs; j++) {
            double expected = (w == null ? 1 : w[j / outputs]) * expectedGradient(kind, j);
            close(expected / divisor, gradient[3 + j], what);
          }
          assertEquals(0, gradient[2]);
          assertEquals(0, loss[1]);
        }
      }
    }
  }

  @Test
  void wholeArrays() {
    FloatLosses losses = new FloatLosses(KERNELS, Reduction.MEAN);
    float[] a = new float[N];
    float[] b = new float[N];
    assertEquals(squared(losses, null, null, 0, a, 0), losses.squaredError(prediction, target, b));
    assertArrayEquals(a, b);
    assertEquals(half(losses, null, null, 0, a, 0), losses.halfSquaredError(prediction, target, b));
    assertArrayEquals(a, b);
    assertEquals(logistic(losses, null, null, 0, a, 0), losses.logistic(prediction, target, b));
    assertArrayEquals(a, b);
    assertEquals(
        logisticSigned(losses, null, null, 0, a, 0), losses.logisticSigned(prediction, signed, b));
    assertArrayEquals(a, b);
    float[] c = new float[N * CLASSES];
    float[] d = new float[N * CLASSES];
    assertEquals(
        softmax(losses, null, null, 0, c, 0),
        losses.softmaxCrossEntropy(logits, classes, CLASSES, d));
    assertArrayEquals(c, d);
    // In place: the gradient over the predictions.
    float[] inPlace = prediction.clone();
    losses.squaredError(inPlace, target, inPlace);
    losses.squaredError(prediction, target, a);
    assertArrayEquals(a, inPlace);
  }

  @Test
  void refusals() {
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    FloatLosses mean = new FloatLosses(KERNELS, Reduction.MEAN);
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] w = weight.clone();
      w[N - 1] = bad;
      assertThrows(illegal, () -> squared(mean, w, null, 0, null, 0));
      assertThrows(illegal, () -> softmax(mean, w, null, 0, null, 0));
    }
    FloatLosses weighted = new FloatLosses(KERNELS, Reduction.WEIGHTED_MEAN);
    assertThrows(illegal, () -> squared(weighted, new float[N], null, 0, null, 0));
    FloatLosses none = new FloatLosses(KERNELS, Reduction.NONE);
    assertThrows(illegal, () -> squared(none, null, null, 0, null, 0));
    assertThrows(illegal, () -> mean.squaredError(new float[0], new float[0], null));
    assertThrows(illegal, () -> mean.squaredError(new float[3], new float[2], null));
    assertThrows(illegal, () -> mean.softmaxCrossEntropy(new float[3], new int[2], 2, null));
    assertThrows(outside, () -> squared(mean, new float[N - 1], null, 0, null, 0));
    assertThrows(outside, () -> squared(mean, null, new float[N], 1, null, 0));
    assertThrows(outside, () -> squared(mean, null, null, 0, new float[N], 1));
    for (int bad : new int[] {-1, 2}) {
      assertThrows(outside, () -> mean.softmaxCrossEntropy(new float[2], new int[] {bad}, 2, null));
    }
    assertEquals(0, new FloatLosses(KERNELS, Reduction.SUM).squaredError(none(), none(), null));
  }

  private static float[] none() {
    return new float[0];
  }
}
