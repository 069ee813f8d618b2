package org.gradcore.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.Kernel;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Definitions, weights, reductions, offsets, refusals, and losses of the caller's own. */
class FloatLossTest {
  private static final long SEED = Seeds.of(FloatLossTest.class);
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

  FloatLossTest() {
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

  /** The losses of one prediction: kinds 0 to 4. */
  private static final List<PointLoss> POINT_LOSSES =
      List.of(
          new SquaredError(),
          SquaredError.half(),
          new Logistic(),
          new Logistic(true),
          new Own(new SquaredError()));

  private static final int SOFTMAX = POINT_LOSSES.size();

  /** A loss that gradcore does not know. */
  private record Own(PointLoss same) implements PointLoss {
    @Override
    public double loss(double z, double y) {
      return same.loss(z, y);
    }

    @Override
    public double gradient(double z, double y) {
      return same.gradient(z, y);
    }
  }

  private FloatReducedLoss<?, ?> loss(int kind, Reduction reduction) {
    return kind == SOFTMAX ? softmax(reduction) : pointLoss(kind, reduction);
  }

  private FloatLoss pointLoss(int kind, Reduction reduction) {
    return FloatLoss.of(KERNELS, POINT_LOSSES.get(kind), reduction)
        .prediction(prediction, 0)
        .target(kind == 3 ? signed : target, 0);
  }

  private FloatClassLoss softmax(Reduction reduction) {
    return FloatClassLoss.of(KERNELS, new SoftmaxCrossEntropy(), reduction)
        .classes(CLASSES)
        .prediction(logits, 0)
        .target(classes, 0);
  }

  /** What loss and gradient of one sample are by their definition. */
  private double expectedLoss(int kind, int i) {
    double z = prediction[i];
    double e = z - target[i];
    return switch (kind) {
      case 0, 4 -> e * e;
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
    if (kind == SOFTMAX) {
      int i = element / CLASSES;
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        sum += Math.exp(logits[i * CLASSES + k]);
      }
      return Math.exp(logits[element]) / sum - (element % CLASSES == classes[i] ? 1 : 0);
    }
    double e = prediction[element] - target[element];
    return switch (kind) {
      case 0, 4 -> 2 * e;
      case 1 -> e;
      default -> 1 / (1 + Math.exp(-prediction[element])) - target[element];
    };
  }

  @Test
  void definitions() {
    double weightSum = 0;
    for (float w : weight) {
      weightSum += w;
    }
    for (int kind = 0; kind <= SOFTMAX; kind++) {
      int outputs = kind == SOFTMAX ? CLASSES : 1;
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
          FloatReducedLoss<?, ?> evaluated = loss(kind, reduction);
          evaluated.weight(w, 0).losses(loss, 2).gradient(gradient, 3);
          double value = evaluated.evaluate(N);
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
    for (int kind = 0; kind < SOFTMAX; kind++) {
      float[] y = kind == 3 ? signed : target;
      float[] a = new float[N];
      float[] b = new float[N];
      FloatLoss loss = FloatLoss.of(KERNELS, POINT_LOSSES.get(kind), Reduction.MEAN);
      double expected = pointLoss(kind, Reduction.MEAN).gradient(a, 0).evaluate(N);
      assertEquals(expected, loss.evaluate(prediction, y, b));
      assertArrayEquals(a, b);
      // In place, the gradient over the predictions; with another length; and as before.
      float[] inPlace = prediction.clone();
      assertEquals(expected, loss.evaluate(inPlace, y, inPlace));
      assertArrayEquals(a, inPlace);
      loss.evaluate(new float[3], new float[3], null);
      assertEquals(expected, loss.evaluate(prediction, y, null));
    }
    float[] c = new float[N * CLASSES];
    float[] d = new float[N * CLASSES];
    FloatClassLoss loss = FloatClassLoss.of(KERNELS, new SoftmaxCrossEntropy(), Reduction.MEAN);
    assertEquals(
        softmax(Reduction.MEAN).gradient(c, 0).evaluate(N),
        loss.classes(CLASSES).evaluate(logits, classes, d));
    assertArrayEquals(c, d);
  }

  @Test
  void theFormulasOfTheDescriptionsAreThoseOfTheKernels() {
    for (int kind = 0; kind < SOFTMAX; kind++) {
      for (int i = 0; i < N; i++) {
        double y = (kind == 3 ? signed : target)[i];
        close(expectedLoss(kind, i), POINT_LOSSES.get(kind).loss(prediction[i], y), "loss");
        double gradient = POINT_LOSSES.get(kind).gradient(prediction[i], y);
        close(expectedGradient(kind, i), gradient, "gradient");
      }
    }
  }

  /** In the canonical order: as if the loss were a kernel. */
  @Test
  void aLossOfOnesOwnGivesTheBitsOfAKernel() {
    int n = 2 * Blocks.REDUCTION_BLOCK + 77;
    float[] z = normal(n);
    float[] y = new float[n];
    float[] a = new float[n];
    float[] b = new float[n];
    for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
      double known = FloatLoss.of(KERNELS, new Absolute(), reduction).evaluate(z, y, a);
      float[] absolute = new float[n];
      for (int i = 0; i < n; i++) {
        absolute[i] = Math.abs(z[i]);
        b[i] = (float) (Math.signum(z[i]) * (reduction == Reduction.MEAN ? (float) (1.0 / n) : 1));
      }
      double sum = KERNELS.floatArrays().sum(absolute, 0, n);
      assertEquals(reduction == Reduction.MEAN ? sum / n : sum, known);
      assertArrayEquals(b, a);
    }
  }

  private record Absolute() implements PointLoss {
    @Override
    public double loss(double z, double y) {
      return Math.abs(z - y);
    }

    @Override
    public double gradient(double z, double y) {
      return Math.signum(z - y);
    }
  }

  @Test
  void refusals() {
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    for (int kind = 0; kind <= SOFTMAX; kind++) {
      int k = kind;
      for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
        float[] w = weight.clone();
        w[N - 1] = bad;
        assertThrows(illegal, () -> loss(k, Reduction.MEAN).weight(w, 0).evaluate(N));
      }
      float[] zeros = new float[N];
      assertThrows(illegal, () -> loss(k, Reduction.WEIGHTED_MEAN).weight(zeros, 0).evaluate(N));
      assertThrows(illegal, () -> loss(k, Reduction.NONE).evaluate(N));
      assertThrows(illegal, () -> loss(k, Reduction.MEAN).evaluate(0));
      assertThrows(illegal, () -> loss(k, Reduction.SUM).evaluate(-1));
      assertThrows(outside, () -> loss(k, Reduction.MEAN).evaluate(N + 1));
      float[] shorter = new float[N - 1];
      assertThrows(outside, () -> loss(k, Reduction.MEAN).weight(shorter, 0).evaluate(N));
      assertThrows(outside, () -> loss(k, Reduction.MEAN).losses(zeros, 1).evaluate(N));
      float[] gradient = new float[N * CLASSES];
      assertThrows(
          outside, () -> loss(k, Reduction.MEAN).gradient(gradient, N * CLASSES - 1).evaluate(N));
      assertEquals(0, loss(k, Reduction.SUM).evaluate(0));
    }
    FloatLoss mean = FloatLoss.of(KERNELS, new SquaredError(), Reduction.MEAN);
    assertThrows(NullPointerException.class, () -> mean.evaluate(1));
    assertThrows(illegal, () -> mean.evaluate(new float[3], new float[2], null));
    FloatClassLoss two =
        FloatClassLoss.of(KERNELS, new SoftmaxCrossEntropy(), Reduction.MEAN).classes(2);
    assertThrows(illegal, () -> two.evaluate(new float[3], new int[2], null));
    for (int bad : new int[] {-1, 2}) {
      assertThrows(outside, () -> two.evaluate(new float[2], new int[] {bad}, null));
    }
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(illegal, () -> new SquaredError(bad));
    }
  }

  /** A kernel's loss that gives it too few numbers, or too many. */
  private record Miscounted(double[] scalars) implements KernelLoss {
    @Override
    public Kernel kernel() {
      return Kernel.SQUARED_ERROR;
    }

    @Override
    public double loss(double z, double y) {
      return 0;
    }

    @Override
    public double gradient(double z, double y) {
      return 0;
    }
  }

  @Test
  void aKernelGetsTheNumbersThatItNeeds() {
    for (double[] scalars : new double[][] {{}, {1, 2}, {1e300 * 1e300}}) {
      PointLoss loss = new Miscounted(scalars);
      assertThrows(
          IllegalArgumentException.class, () -> FloatLoss.of(KERNELS, loss, Reduction.SUM));
    }
  }

  @Test
  void anEvaluationAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] gradient = new float[N];
    for (int kind = 0; kind < SOFTMAX; kind++) {
      FloatLoss loss = FloatLoss.of(KERNELS, POINT_LOSSES.get(kind), Reduction.WEIGHTED_MEAN);
      loss.weight(weight, 0);
      float[] y = kind == 3 ? signed : target;
      long bytes = Long.MAX_VALUE;
      for (int batch = 0; batch < 100 && bytes > 0; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
          loss.evaluate(prediction, y, gradient);
        }
        bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
      }
      assertEquals(0, bytes, "bytes a call of kind " + kind);
    }
  }
}
