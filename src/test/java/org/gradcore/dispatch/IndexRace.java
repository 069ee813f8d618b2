package org.gradcore.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.Kernel;

/**
 * Calls the kernels that read indices while another thread writes bad ones: {@code IndexRace ARRAY
 * BACKEND SECONDS SEED}. ARRAY is columns, rowPointers, rows or target, BACKEND auto or a backend's
 * name. Calls may end with an exception, but the process must not, and nothing but the ranges of
 * the outputs may change.
 */
final class IndexRace {
  private static final int ROWS = 5_000;
  private static final int PER_ROW = 12;
  private static final int FEATURES = 500;
  private static final int CLASSES = 11;
  private static final int PAD = 64;
  private static final float GUARD = 12345;
  private static final List<Kernel> DENSE =
      List.of(Kernel.DENSE_MARGINS, Kernel.DENSE_LOSS, Kernel.DENSE_LOGITS, Kernel.DENSE_SOFTMAX);
  private static final List<Kernel> CSR =
      List.of(Kernel.CSR_MARGINS, Kernel.CSR_LOSS, Kernel.CSR_LOGITS, Kernel.CSR_SOFTMAX);

  private final Kernels kernels;
  private final FloatRowLoss loss;
  private final FloatPointLoss logistic = new FloatPointLoss(Kernel.LOGISTIC);
  private final int[] rowPointers = new int[ROWS + 1];
  private final int[] columns = new int[ROWS * PER_ROW];
  private final float[] values = new float[columns.length];
  private final int[] rows = new int[ROWS];
  private final int[] target = new int[ROWS];
  private final float[] x = new float[ROWS * PER_ROW];
  private final float[] y = new float[ROWS];
  private final float[] w = new float[CLASSES * (FEATURES + 1)];
  private final float[] logits = new float[ROWS * CLASSES];
  private final float[] work =
      new float
          [Math.max(
              FloatLinear.workLength(FEATURES), FloatLinear.softmaxWorkLength(FEATURES, CLASSES))];
  private final float[] out = new float[ROWS * CLASSES + 2 * PAD];
  private final double[] gradient = new double[CLASSES * (FEATURES + 1) + 2 * PAD];
  private final double[][] bystanders = new double[64][1000];

  private IndexRace(Kernels kernels, SplittableRandom random) {
    this.kernels = kernels;
    loss = new FloatRowLoss(Kernel.SOFTMAX_CROSS_ENTROPY).length(ROWS).classes(CLASSES);
    loss.prediction(logits, 0).target(target, 0).gradient(out, PAD);
    Arrays.setAll(rowPointers, i -> i * PER_ROW);
    Arrays.setAll(columns, i -> random.nextInt(FEATURES));
    Arrays.setAll(rows, i -> random.nextInt(ROWS));
    Arrays.setAll(target, i -> random.nextInt(CLASSES));
    for (float[] array : new float[][] {values, x, w, logits}) {
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) random.nextDouble(-1, 1);
      }
    }
    Arrays.fill(out, GUARD);
    Arrays.fill(gradient, GUARD);
  }

  private void call(String array, int kind) {
    boolean dense = array.equals("rows") || (array.equals("target") && kind % 2 == 0);
    Arrays.fill(gradient, PAD, gradient.length - PAD, 0);
    int which = array.equals("target") ? 3 + kind % 2 : kind % 4;
    if (which == 4) {
      kernels.evaluate(loss);
      return;
    }
    FloatLinear call = new FloatLinear((dense ? DENSE : CSR).get(which));
    if (dense) {
      call.dense(x, 0, PER_ROW);
    } else {
      call.csr(rowPointers, columns, values, FEATURES);
    }
    call.rows(array.equals("rows") ? rows : null, 0, 0, ROWS);
    call.outputs(call.form().softmax() ? CLASSES : 1, true).param(w, 0);
    call.target(y, 0).target(target, 0).loss(logistic);
    kernels.linear(call.out(out, PAD).gradient(gradient, PAD).work(work, 0));
  }

  private void checkOthers() {
    for (int i = 0; i < PAD; i++) {
      check(out[i] == GUARD && out[out.length - 1 - i] == GUARD, "out outside of its range");
      check(
          gradient[i] == GUARD && gradient[gradient.length - 1 - i] == GUARD,
          "gradient outside of its range");
    }
    for (double[] bystander : bystanders) {
      for (double value : bystander) {
        check(value == 0, "an array that no call was given");
      }
    }
  }

  private static void check(boolean good, String what) {
    if (!good) {
      System.out.println("changed=" + what);
      System.exit(1);
    }
  }

  /** Puts bad values into the array, one at a time, and takes them away again. */
  private void disturb(int[] victim, SplittableRandom other) {
    int[] bad = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30, Integer.MAX_VALUE / 8};
    while (true) {
      int at = other.nextInt(4) == 0 ? victim.length - 1 : other.nextInt(victim.length);
      int good = victim[at];
      victim[at] =
          switch (other.nextInt(3)) {
            case 0 -> other.nextInt();
            case 1 -> good + other.nextInt(2 * ROWS * PER_ROW);
            default -> bad[other.nextInt(bad.length)];
          };
      spin(50);
      victim[at] = good;
      spin(200);
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private static long elapsed(long start) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  public static void main(String[] args) {
    String array = args[0];
    Kernels kernels =
        args[1].equals("auto")
            ? Kernels.dispatched()
            : Kernels.of(Backend.valueOf(args[1].toUpperCase(Locale.ROOT)));
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[3]));
    IndexRace race = new IndexRace(kernels, random.split());
    Map<String, int[]> arrays =
        Map.of(
            "columns", race.columns,
            "rowPointers", race.rowPointers,
            "rows", race.rows,
            "target", race.target);
    int[] victim = arrays.get(array);
    SplittableRandom other = random.split();
    Thread.ofPlatform().daemon().start(() -> race.disturb(victim, other));
    long start = System.nanoTime();
    long seconds = Long.parseLong(args[2]);
    TreeMap<String, Integer> refused = new TreeMap<>();
    int calls = 0;
    // Longer, if the kernels are not compiled yet or the other thread gets no processor.
    while (elapsed(start) < seconds || (refused.isEmpty() && elapsed(start) < seconds + 60)) {
      try {
        race.call(array, calls++);
      } catch (RuntimeException e) {
        refused.merge(e.getClass().getSimpleName(), 1, Integer::sum);
      }
      race.checkOthers();
    }
    System.out.println("calls=" + calls);
    System.out.println("refused=" + refused);
    System.exit(0);
  }
}
