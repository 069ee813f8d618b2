package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcore.testing.FloatBackend;
import org.gradcore.testing.FloatCorpus;
import org.gradcore.testing.FloatGenerator;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels that call BLAS sum in an order of their own. They are held against the mathematics in
 * double, with bounds from the error analysis of sums; u is half an ulp of 1, c = 4:
 *
 * <ul>
 *   <li>margin or logit of d features: {@code D = c (d + 1) u (Σ|x_j||w_j| + |b|)};
 *   <li>residual of a row: {@code R = weight (L D + 16 u) + 16 u |r|}, L the steepest slope of the
 *       residual (2, 1, 1/4); of a class: {@code R_k = weight (2 max D p_k + c (K + 16) u (p_k + [k
 *       = y]))};
 *   <li>gradient over n rows: {@code Σ_i R_i |x_ij| + c (n + 1) u Σ_i |r_i| |x_ij|};
 *   <li>loss: {@code Σ_i weight (|l'| D + L D² + 16 u (1 + |z|)) + c (n + 16) u Σ|l_i|}; of softmax
 *       {@code Σ_i weight (2 max D + c (K + 16) u (1 + |l_i|)) + c (n + 16) u Σ|l_i|}.
 * </ul>
 */
class FloatBlasParityTest {
  private static final long SEED = Seeds.of(FloatBlasParityTest.class);
  private static final double U = Math.ulp(1.0f) / 2;
  private static final double C = 4;
  private static final int CASES = 60;

  // Losses of one output: squared errors of factor 1 and 0.5, logistic losses.
  private static final int SQUARED_ERROR = 0;
  private static final int LOGISTIC = 2;
  private static final int LOGISTIC_SIGNED = 3;

  private static final int[] FEATURES = {1, 2, 3, 8, 15, 17, 31, 64, 65, 127, 128, 129, 200};
  private static final int[] ROWS = {1, 2, 3, 7, 255, 256, 257, 600};
  private static final int[] CLASSES = {2, 3, 4, 5, 10, 16, 17, 26, 64, 65, 100};

  static Stream<Arguments> kernels() {
    List<FloatBackend> backends = FloatBackend.openblas(true);
    return Stream.of(Kernel.values())
        .filter(Kernel::hasBlasVariant)
        .flatMap(kernel -> backends.stream().map(backend -> arguments(kernel, backend, SEED)));
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("kernels")
  void writesOnlyWhatIsGiven(Kernel kernel, FloatBackend backend, long seed) {
    backend.orAbort();
    FloatCorpus.forEachOfFew(
        kernel,
        seed,
        call ->
            assertNull(
                call.violation(call.run(backend)),
                () -> call + " on " + backend + "; " + Seeds.rerun(seed)));
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("kernels")
  void withinTheBound(Kernel kernel, FloatBackend backend, long seed) {
    backend.orAbort();
    for (int i = 0; i < CASES; i++) {
      FloatGenerator g = FloatGenerator.benign(Seeds.derive(seed, kernel.ordinal(), i));
      Problem problem = new Problem(kernel, i, g);
      switch (kernel) {
        case DENSE_MARGINS -> problem.margins(backend);
        case DENSE_LOGITS -> problem.logits(backend);
        case DENSE_LOSS -> problem.loss(backend);
        default -> problem.softmax(backend);
      }
    }
  }

  /** One generated model with its data. */
  private static final class Problem {
    final String label;
    final int features;
    final int classes;
    final int count;
    final int firstRow;
    final boolean listed;
    final int[] rows;
    final int intercept;
    final int loss;
    final float[] x;
    final float[] param;
    final float[] weight;
    final float[] target;
    final int[] classTarget;
    final double[] gradient;

    Problem(Kernel kernel, int number, FloatGenerator g) {
      boolean softmax = kernel == Kernel.DENSE_LOGITS || kernel == Kernel.DENSE_SOFTMAX;
      features = FEATURES[number % FEATURES.length];
      count = g.pick(ROWS);
      classes = softmax ? CLASSES[number % CLASSES.length] : 1;
      firstRow = g.pick(0, 3);
      intercept = g.below(2);
      loss = g.below(4);
      int total = firstRow + count;
      rows = new int[count];
      listed = g.below(2) == 1;
      for (int p = 0; p < count; p++) {
        rows[p] = listed ? g.below(total) : firstRow + p;
      }
      x = g.values(total * features);
      param = g.values(classes * (features + intercept));
      weight = g.below(2) == 1 ? g.values(total) : null;
      target = new float[total];
      classTarget = new int[total];
      for (int i = 0; i < total; i++) {
        if (weight != null) {
          weight[i] = Math.abs(weight[i]);
        }
        classTarget[i] = g.below(classes);
        int zeroOrOne = g.below(2);
        target[i] =
            loss == LOGISTIC
                ? zeroOrOne
                : loss == LOGISTIC_SIGNED ? 2 * zeroOrOne - 1 : 3 * zeroOrOne;
      }
      gradient = g.below(4) > 0 ? new double[param.length] : null;
      label =
          String.format(
              "%s rows=%d %s features=%d classes=%d intercept=%d loss=%d weights=%b gradient=%b",
              kernel.id(),
              count,
              listed ? "listed" : "from " + firstRow,
              features,
              classes,
              intercept,
              loss,
              weight != null,
              gradient != null);
    }

    private int[] list() {
      return listed ? rows : null;
    }

    private double weight(int row) {
      return weight == null ? 1 : weight[row];
    }

    /** Margin of a row (class 0), or logit of a class. */
    private double margin(int row, int k) {
      double z = intercept == 0 ? 0 : param[classes * features + k];
      for (int j = 0; j < features; j++) {
        z += (double) x[row * features + j] * param[k * features + j];
      }
      return z;
    }

    private double marginBound(int row, int k) {
      double sum = intercept == 0 ? 0 : Math.abs((double) param[classes * features + k]);
      for (int j = 0; j < features; j++) {
        sum += Math.abs((double) x[row * features + j] * param[k * features + j]);
      }
      return C * (features + 1) * U * sum + Float.MIN_NORMAL;
    }

    private void check(FloatBackend backend, String what, double exact, double bound, double was) {
      if (!(Math.abs(was - exact) <= bound)) {
        fail(
            String.format(
                "%s on %s: %s: expected %s within %s, was %s (off by %s); %s",
                label, backend, what, exact, bound, was, Math.abs(was - exact), Seeds.rerun(SEED)));
      }
    }

    private FloatPointLoss pointLoss() {
      return loss < LOGISTIC
          ? new FloatPointLoss(Kernel.SQUARED_ERROR).scalar(0, loss == SQUARED_ERROR ? 1 : 0.5f)
          : new FloatPointLoss(Kernel.LOGISTIC).flags(loss - LOGISTIC);
    }

    private FloatLinear call(Kernel kernel) {
      FloatLinear call = new FloatLinear(kernel).dense(x, 0, features).param(param, 0);
      call.rows(list(), 0, firstRow, count).outputs(classes, intercept != 0).loss(pointLoss());
      call.target(target, 0).target(classTarget, 0).weight(weight, 0).gradient(gradient, 0);
      boolean softmax = call.form().softmax();
      int length =
          softmax
              ? FloatLinear.softmaxWorkLength(features, classes)
              : FloatLinear.workLength(features);
      return call.out(new float[count * classes], 0).work(new float[length], 0);
    }

    void margins(FloatBackend backend) {
      outputs(backend, Kernel.DENSE_MARGINS);
    }

    void logits(FloatBackend backend) {
      outputs(backend, Kernel.DENSE_LOGITS);
    }

    private void outputs(FloatBackend backend, Kernel kernel) {
      FloatLinear call = call(kernel);
      backend.linear(kernel).run(call, 0, count, 0);
      checkMargins(backend, call.out());
    }

    private void checkMargins(FloatBackend backend, float[] out) {
      for (int p = 0; p < count; p++) {
        for (int k = 0; k < classes; k++) {
          check(
              backend,
              "row " + p + " class " + k,
              margin(rows[p], k),
              marginBound(rows[p], k),
              out[p * classes + k]);
        }
      }
    }

    void loss(FloatBackend backend) {
      double was = backend.linear(Kernel.DENSE_LOSS).run(call(Kernel.DENSE_LOSS), 0, count, 0);
      boolean logistic = loss >= LOGISTIC;
      double slope = logistic ? 0.25 : loss == SQUARED_ERROR ? 2 : 1;
      Sums sums = new Sums();
      for (int p = 0; p < count; p++) {
        int i = rows[p];
        double z = margin(i, 0);
        double d = marginBound(i, 0);
        double l;
        double r;
        if (logistic) {
          // With sign = ±1, the loss is log(1 + e^-t) for t = sign * z.
          double sign = target[i] > 0 ? 1 : -1;
          double t = sign * z;
          l = Math.max(-t, 0) + Math.log1p(Math.exp(-Math.abs(z)));
          r = -sign / (1 + Math.exp(t));
        } else {
          l = slope / 2 * (z - target[i]) * (z - target[i]);
          r = slope * (z - target[i]);
        }
        double w = weight(i);
        double unit = logistic ? 16 * U : 0;
        sums.addLoss(w * l, w * (Math.abs(r) * d + slope * d * d + 16 * U * (1 + Math.abs(z))));
        sums.addResidual(i, 0, w * r, w * (slope * d + unit) + 16 * U * Math.abs(w * r));
      }
      sums.check(backend, was);
    }

    void softmax(FloatBackend backend) {
      FloatLinear call = call(Kernel.DENSE_SOFTMAX);
      double was = backend.linear(Kernel.DENSE_SOFTMAX).run(call, 0, count, 0);
      Sums sums = new Sums();
      double[] z = new double[classes];
      for (int p = 0; p < count; p++) {
        int i = rows[p];
        double d = 0;
        for (int k = 0; k < classes; k++) {
          z[k] = margin(i, k);
          d = Math.max(d, marginBound(i, k));
        }
        double max = Arrays.stream(z).max().orElseThrow();
        double sum = Arrays.stream(z).map(v -> Math.exp(v - max)).sum();
        int y = classTarget[i];
        double l = Math.log(sum) + (max - z[y]);
        double w = weight(i);
        double unit = C * (classes + 16) * U;
        sums.addLoss(w * l, w * (2 * d + unit * (1 + l)));
        for (int k = 0; k < classes; k++) {
          double probability = Math.exp(z[k] - max) / sum;
          int one = k == y ? 1 : 0;
          double bound = w * (2 * d * probability + unit * (probability + one));
          sums.addResidual(i, k, w * (probability - one), bound);
        }
      }
      sums.check(backend, was);
    }

    /** Exact loss and gradient with their bounds. */
    private final class Sums {
      private double loss;
      private double lossBound;
      private final double[] exact = new double[param.length];
      private final double[] bound = new double[param.length];
      private final double[] magnitude = new double[param.length];

      void addLoss(double l, double b) {
        loss += l;
        lossBound += b + C * (count + 16) * U * Math.abs(l);
      }

      void addResidual(int row, int k, double r, double b) {
        for (int j = 0; j < features; j++) {
          add(k * features + j, r, b, x[row * features + j]);
        }
        if (intercept != 0) {
          add(classes * features + k, r, b, 1);
        }
      }

      private void add(int index, double r, double b, double value) {
        exact[index] += r * value;
        bound[index] += b * Math.abs(value);
        magnitude[index] += Math.abs(r * value);
      }

      void check(FloatBackend backend, double was) {
        Problem.this.check(backend, "loss", loss, lossBound + Float.MIN_NORMAL, was);
        for (int j = 0; gradient != null && j < gradient.length; j++) {
          double b = bound[j] + C * (count + 1) * U * magnitude[j] + Float.MIN_NORMAL;
          Problem.this.check(backend, "gradient " + j, exact[j], b, gradient[j]);
        }
      }
    }
  }
}
