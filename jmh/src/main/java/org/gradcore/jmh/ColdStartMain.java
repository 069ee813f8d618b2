package org.gradcore.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * A fresh JVM that does one thing with gradcore for the first time. Prints times in ms, one a line:
 * that of the JVM's start, then what {@code steps} or {@code fit} say.
 *
 * <p>Nothing of the library is touched before the clock starts. So this class uses nothing else of
 * this module but the file that the data are in, and what uses the library is in classes of its
 * own.
 */
final class ColdStartMain {
  /** Parameters of the optimizer: what 64 KiB hold. */
  static final int PARAMETERS = 16_384;

  private ColdStartMain() {}

  /**
   * Runs.
   *
   * @param args when the JVM was started, in µs since 1970; then {@code steps} and the numbers of
   *     steps to report, or {@code fit}, a file of the problem, and the number of epochs
   */
  public static void main(String[] args) throws IOException {
    long started =
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - Long.parseLong(args[0]);
    double[] millis;
    if (args[1].equals("steps")) {
      int[] marks = new int[args.length - 2];
      for (int i = 0; i < marks.length; i++) {
        marks[i] = Integer.parseInt(args[i + 2]);
      }
      float[] param = new float[PARAMETERS];
      float[] gradient = new float[PARAMETERS];
      Arrays.fill(gradient, 0.1f);
      millis = Steps.run(marks, param, gradient);
    } else {
      FitProblem problem = FitProblemFile.read(Path.of(args[2]));
      float[] values = new float[problem.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) problem.values()[i];
      }
      float[] targets = new float[problem.rows()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = problem.labels()[i];
      }
      millis = FirstFit.run(problem, values, targets, Integer.parseInt(args[3]));
    }
    System.out.println(started / 1e3);
    for (double time : millis) {
      System.out.println(time);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Adam on floats. */
  private static final class Steps {
    static double[] run(int[] marks, float[] param, float[] gradient) {
      double[] millis = new double[marks.length];
      final long start = System.nanoTime();
      var kernels = org.gradcore.dispatch.Kernels.dispatched();
      var state = org.gradcore.optim.Adam.defaults().floatState(param.length);
      int done = 0;
      for (int i = 0; i < marks.length; i++) {
        while (done < marks[i]) {
          state.step(kernels, param, 0, gradient, 0);
          done++;
        }
        millis[i] = (System.nanoTime() - start) * 1e-6;
      }
      return millis;
    }
  }

  /** Logistic regression on floats, in mini-batches. */
  private static final class FirstFit {
    static double[] run(FitProblem problem, float[] values, float[] targets, int epochs) {
      long start = System.nanoTime();
      var kernels = org.gradcore.dispatch.Kernels.dispatched();
      var features =
          org.gradcore.data.FloatCsrMatrix.of(
              problem.rows(), problem.features(), problem.rowPointers(), problem.columns(), values);
      var objective =
          new org.gradcore.objective.FloatLinearObjective(
              kernels,
              new org.gradcore.loss.Logistic(),
              features,
              targets,
              problem.intercept(),
              problem.l2());
      var options =
          new org.gradcore.train.TrainingOptions(
              org.gradcore.optim.Adam.defaults(), epochs, ColdStart.BATCH, 1);
      org.gradcore.train.FloatTrainer.train(
          objective, options, kernels, org.gradcore.train.TrainingListener.NONE);
      return new double[] {(System.nanoTime() - start) * 1e-6};
    }
  }
}
