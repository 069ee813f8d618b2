package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.loss.Logistic;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatObjective;
import org.gradcore.optim.Adam;
import org.gradcore.optim.AdamW;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;
import org.gradcore.train.DivergenceException.Cause;
import org.junit.jupiter.api.Test;

class FloatTrainerTest {
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

  /** The mean over rows of (param - row)² / 2; remembers which rows each call had. */
  private static class Recorder implements FloatObjective {
    final List<List<Integer>> batches = new ArrayList<>();
    final int rows;

    Recorder(int rows) {
      this.rows = rows;
    }

    @Override
    public int parameterCount() {
      return 1;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public double evaluate(
        int[] list,
        int offset,
        int first,
        int count,
        float[] param,
        int paramOffset,
        float[] gradient,
        int gradientOffset) {
      List<Integer> batch = new ArrayList<>();
      double value = 0;
      double slope = 0;
      for (int p = 0; p < count; p++) {
        int row = list == null ? first + p : list[offset + p];
        double e = param[paramOffset] - (double) row;
        value += e * e / 2 / count;
        slope += e / count;
        batch.add(row);
      }
      if (gradient != null) {
        gradient[gradientOffset] = (float) slope;
        batches.add(batch);
      }
      return value;
    }
  }

  private static FloatTrainingResult train(
      FloatObjective objective, double rate, int epochs, int batchSize, TrainingListener listener) {
    return FloatTrainer.train(
        objective,
        new TrainingOptions(Sgd.defaults().withLearningRate(rate), epochs, batchSize, 3),
        KERNELS,
        listener);
  }

  /** Each epoch visits every row once, in batches of the size asked for and one of the rest. */
  @Test
  void batches() {
    Recorder recorder = new Recorder(10);
    FloatTrainingResult result = train(recorder, 0.1, 2, 4, TrainingListener.NONE);
    assertEquals(List.of(4, 4, 2, 4, 4, 2), recorder.batches.stream().map(List::size).toList());
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Integer> rows =
          recorder.batches.subList(3 * epoch, 3 * epoch + 3).stream()
              .flatMap(List::stream)
              .sorted()
              .toList();
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), rows);
    }
    assertEquals(2, result.epochs());
    assertEquals(6, result.steps());
    assertEquals(recorder.value(result.parameters(), 0), result.objective());
    assertTrue(result.seconds() >= 0);
    assertArrayEquals(new double[] {result.parameters()[0]}, result.parametersAsDoubles());
  }

  /** Batch size 0, or one that covers all rows, takes the rows in order. */
  @Test
  void fullBatches() {
    for (int batchSize : new int[] {0, 5, 6}) {
      Recorder recorder = new Recorder(5);
      FloatTrainingResult result = train(recorder, 1, 3, batchSize, TrainingListener.NONE);
      List<Integer> all = List.of(0, 1, 2, 3, 4);
      assertEquals(List.of(all, all, all), recorder.batches);
      assertEquals(2, result.parameters()[0]); // one step of rate 1 is enough
      assertEquals(1, result.objective());
    }
  }

  @Test
  void listener() {
    Recorder recorder = new Recorder(4);
    List<String> calls = new ArrayList<>();
    TreeMap<Integer, Double> means = new TreeMap<>();
    double[] sum = {0};
    double[] last = {0};
    train(
        recorder,
        0.1,
        2,
        3,
        new TrainingListener() {
          @Override
          public void onStep(int epoch, long step, double objective, double seconds) {
            calls.add("step " + epoch + " " + step);
            sum[0] += objective * (step % 2 == 1 ? 3 : 1);
            assertTrue(seconds >= last[0]);
            last[0] = seconds;
          }

          @Override
          public void onEpoch(int epoch, long step, double objective, double seconds) {
            calls.add("epoch " + epoch + " " + step);
            means.put(epoch, objective);
            assertEquals(sum[0] / 4, objective, 1e-12);
            sum[0] = 0;
            assertTrue(seconds >= last[0]);
          }
        });
    assertEquals(
        List.of("step 1 1", "step 1 2", "epoch 1 2", "step 2 3", "step 2 4", "epoch 2 4"), calls);
    assertTrue(means.get(2) < means.get(1));
  }

  /** A learning rate that is too large: the best parameters so far are kept. */
  @Test
  void divergesWithFullBatches() {
    List<Double> objectives = new ArrayList<>();
    DivergenceException e =
        assertThrows(
            DivergenceException.class,
            () -> train(new Recorder(5), 1e30, 1000, 0, (epoch, s, o, t) -> objectives.add(o)));
    assertEquals(objectives.size() + 1, e.epoch());
    assertEquals(e.epoch(), e.step());
    assertEquals(1, e.bestEpoch());
    FloatTrainingResult one = train(new Recorder(5), 1e30, 1, 0, TrainingListener.NONE);
    assertArrayEquals(one.parametersAsDoubles(), e.bestParameters());
    assertEquals(one.objective(), e.bestObjective());
    assertTrue(e.getMessage().contains("epoch " + e.epoch() + ", step " + e.step()));
    assertEquals(Cause.STEPS, e.reason());
    assertTrue(e.getMessage().contains("lower the learning rate"), e.getMessage());
    assertTrue(e.getMessage().contains("standardize"), e.getMessage());
    assertTrue(e.getMessage().contains("the last good model is that of epoch 1"), e.getMessage());
  }

  /** The untrained model is never the last good one: with full batches as with mini-batches. */
  @Test
  void divergesInTheFirstEpoch() {
    for (int batchSize : new int[] {0, 2}) {
      Recorder broken =
          new Recorder(6) {
            int calls;

            @Override
            public double evaluate(
                int[] list, int o, int f, int n, float[] p, int po, float[] g, int go) {
              double value = super.evaluate(list, o, f, n, p, po, g, go);
              return ++calls > 1 ? Double.NaN : value;
            }
          };
      DivergenceException e =
          assertThrows(
              DivergenceException.class,
              () -> train(broken, 0.1, 9, batchSize, TrainingListener.NONE));
      assertEquals(0, e.bestEpoch());
      assertTrue(Double.isNaN(e.bestObjective()));
      assertTrue(e.getMessage().contains("no epoch was completed"), e.getMessage());
    }
  }

  /** A column of zeros, with an epsilon that is 0 or rounds to it. */
  @Test
  void epsilonIsNamed() {
    float[] x = {1, 0, 2, 0, 3, 0, 4, 0};
    float[] y = {1, 0, 1, 0};
    FloatObjective objective =
        new FloatLinearObjective(
            KERNELS, new Logistic(), FloatDenseMatrix.of(x, 0, 4, 2), y, true, 0);
    double tiny = Float.MIN_VALUE / 4.0;
    for (Optimizer rule :
        List.of(
            Adam.defaults().withEpsilon(0),
            Adam.defaults().withEpsilon(tiny),
            Adam.defaults().withEpsilon(0).withAmsgrad(true),
            AdamW.defaults().withEpsilon(0),
            RmsProp.defaults().withEpsilon(0),
            RmsProp.defaults().withEpsilon(0).withCentered(true))) {
      for (int batchSize : new int[] {0, 2}) {
        TrainingOptions options = new TrainingOptions(rule, 5, batchSize, 1);
        DivergenceException e =
            assertThrows(
                DivergenceException.class,
                () -> FloatTrainer.train(objective, options, KERNELS, TrainingListener.NONE));
        assertEquals(Cause.EPSILON, e.reason(), rule.toString());
        assertEquals(0, e.bestEpoch());
        assertEquals(1, e.epoch());
        assertTrue(e.getMessage().contains("epsilon is 0"), e.getMessage());
        assertFalse(e.getMessage().contains("learning rate"), e.getMessage());
      }
    }
  }

  /** What the listener is told of is what diverging training would keep. */
  @Test
  void listenerHasTheBest() {
    for (int batchSize : new int[] {0, 2}) {
      List<Integer> epochs = new ArrayList<>();
      List<double[]> parameters = new ArrayList<>();
      List<Double> objectives = new ArrayList<>();
      train(
          new Recorder(5),
          0.1,
          4,
          batchSize,
          new TrainingListener() {
            @Override
            public void onEpoch(int epoch, long step, double objective, double seconds) {}

            @Override
            public void onBest(int epoch, double objective, Supplier<double[]> copy) {
              epochs.add(epoch);
              parameters.add(copy.get());
              objectives.add(objective);
            }
          });
      assertEquals(batchSize == 0 ? List.of(1, 2, 3) : List.of(1, 2, 3, 4), epochs);
      for (int i = 0; i < epochs.size(); i++) {
        FloatTrainingResult result =
            train(new Recorder(5), 0.1, epochs.get(i), batchSize, TrainingListener.NONE);
        assertArrayEquals(result.parametersAsDoubles(), parameters.get(i));
        if (batchSize == 0) {
          assertEquals(result.objective(), objectives.get(i));
        }
      }
    }
  }

  /** With mini-batches the best is the end of the epoch with the lowest mean objective. */
  @Test
  void divergesWithMiniBatches() {
    List<Double> objectives = new ArrayList<>();
    Recorder turning =
        new Recorder(6) {
          int calls;

          @Override
          public double evaluate(
              int[] list, int o, int f, int n, float[] p, int po, float[] g, int go) {
            double value = super.evaluate(list, o, f, n, p, po, g, go);
            return ++calls > 8 ? Double.NaN : value;
          }
        };
    DivergenceException e =
        assertThrows(
            DivergenceException.class,
            () -> train(turning, 0.1, 9, 2, (epoch, s, o, t) -> objectives.add(o)));
    assertEquals(3, e.epoch());
    assertEquals(9, e.step());
    assertEquals(2, e.bestEpoch());
    assertEquals(objectives.get(1), e.bestObjective());
    FloatTrainingResult two = train(new Recorder(6), 0.1, 2, 2, TrainingListener.NONE);
    assertArrayEquals(two.parametersAsDoubles(), e.bestParameters());
    assertTrue(e.getMessage().contains("the objective is NaN"), e.getMessage());
  }

  @Test
  void divergesAtOnce() {
    Recorder bad =
        new Recorder(3) {
          @Override
          public double evaluate(
              int[] list, int o, int f, int n, float[] p, int po, float[] g, int go) {
            return Double.POSITIVE_INFINITY;
          }
        };
    DivergenceException e =
        assertThrows(DivergenceException.class, () -> train(bad, 0.1, 9, 2, TrainingListener.NONE));
    assertEquals(0, e.bestEpoch());
    assertTrue(Double.isNaN(e.bestObjective()));
    assertArrayEquals(new double[] {0}, e.bestParameters());
    assertEquals(Cause.DATA, e.reason());
    assertTrue(e.getMessage().contains("no epoch was completed"), e.getMessage());
  }

  /**
   * A parameter that overflows while the objective stays finite is found at the end of the epoch.
   */
  @Test
  void parameterOverflows() {
    Recorder silent =
        new Recorder(3) {
          @Override
          public double evaluate(
              int[] list, int o, int f, int n, float[] p, int po, float[] g, int go) {
            if (g != null) {
              g[go] = Float.MAX_VALUE;
            }
            return 1;
          }
        };
    DivergenceException e =
        assertThrows(
            DivergenceException.class, () -> train(silent, 1, 9, 2, TrainingListener.NONE));
    assertTrue(e.getMessage().contains("a parameter is"), e.getMessage());
    assertEquals(1, e.epoch());
    assertEquals(2, e.step());
  }

  /** Steps allocate nothing: ten times as many do not take more. */
  @Test
  void stepsAllocateNothing() {
    float[] x = new float[64 * 8];
    float[] y = new float[64];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 37 % 101) / 50f - 1;
    }
    FloatObjective objective =
        new FloatLinearObjective(
            KERNELS, new Logistic(), FloatDenseMatrix.of(x, 0, 64, 8), y, true, 0.1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = new long[3];
    int[] epochs = {200, 20, 200};
    for (int run = 0; run < 3; run++) {
      TrainingOptions options = new TrainingOptions(Adam.defaults(), epochs[run], 4, 1);
      long before = threads.getCurrentThreadAllocatedBytes();
      FloatTrainer.train(objective, options, KERNELS, TrainingListener.NONE);
      bytes[run] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(bytes[2] < bytes[1] + 8000, bytes[1] + " and " + bytes[2] + " bytes");
  }

  @Test
  void options() {
    Sgd sgd = Sgd.defaults();
    assertThrows(ILLEGAL, () -> new TrainingOptions(sgd, 0, 0, 1));
    assertThrows(ILLEGAL, () -> new TrainingOptions(sgd, 1, -1, 1));
    assertThrows(ILLEGAL, () -> new TrainingOptions(sgd.withMaximize(true), 1, 0, 1));
    assertThrows(NullPointerException.class, () -> new TrainingOptions(null, 1, 0, 1));
  }
}
