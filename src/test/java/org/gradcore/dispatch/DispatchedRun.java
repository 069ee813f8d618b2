package org.gradcore.dispatch;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.Adam;
import org.gradcore.optim.FloatOptimizerState;

/** A small training run on the dispatched kernels; prints its result's bits and what ran. */
final class DispatchedRun {
  private DispatchedRun() {}

  public static void main(String[] args) throws InterruptedException {
    // Several threads ask at once: still one probe and one message.
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(Kernels::dispatched);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Kernels kernels = Kernels.dispatched();
    System.out.println("result=" + Long.toHexString(train(kernels)));
    System.out.println(
        "available="
            + kernels.availability().stream()
                .filter(Availability::available)
                .map(a -> a.of().id())
                .collect(Collectors.joining(" ")));
    System.out.println(
        "used="
            + kernels.used().stream()
                .map(c -> c.candidate().backend().id())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" ")));
  }

  /** Logistic regression on dense rows by Adam, in float; a digest of the parameters. */
  static long train(Kernels kernels) {
    int rows = 700;
    int features = 33;
    Random random = new Random(1);
    float[] x = new float[rows * features];
    float[] y = new float[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    for (int i = 0; i < rows; i++) {
      y[i] = random.nextInt(2);
    }
    int n = features + 1;
    float[] param = new float[n];
    float[] gradient = new float[n];
    FloatOptimizerState adam = Adam.defaults().withLearningRate(0.1).floatState(n);
    double[] sums = new double[n];
    float[] work = new float[FloatLinear.workLength(features)];
    FloatLinear loss = new FloatLinear(Kernel.DENSE_LOSS).dense(x, 0, features).target(y, 0);
    loss.rows(null, 0, 0, rows).outputs(1, true).loss(new FloatPointLoss(Kernel.LOGISTIC));
    loss.param(param, 0).gradient(sums, 0).work(work, 0);
    FloatLinear finish = new FloatLinear(Kernel.FINISH_GRADIENT).rows(null, 0, 0, n);
    finish.gradient(sums, 0).param(param, 0).out(gradient, 0).finish(1.0 / rows, 1e-3);
    double total = 0;
    for (int step = 0; step < 30; step++) {
      Arrays.fill(sums, 0);
      total += kernels.linear(loss);
      kernels.linear(finish);
      adam.step(kernels, param, 0, gradient, 0);
    }
    return Double.doubleToLongBits(total) * 31 + Arrays.hashCode(param);
  }
}
