package org.gradcore.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gradcore.kernel.FloatLossKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Losses with gradients over {@code size} logits; softmax in rows of {@code classes}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FloatSoftmaxLossBenchmark {
  @Param({"scalar", "vector", "openblas-avx2", "openblas-avx512", "dispatch"})
  String backend;

  @Param({"16", "256", "4096", "16384", "262144", "1048576", "16777216"})
  int size;

  @Param({"10"})
  int classes;

  private FloatLossKernels kernels;
  private int rows;
  private float[] logits;
  private float[] gradient;
  private int[] target;

  @Setup
  public void setup() {
    kernels = FloatBackends.losses(backend);
    rows = Math.max(1, size / classes);
    logits = new float[rows * classes];
    gradient = new float[rows * classes];
    target = new int[rows];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (8 * random.nextDouble() - 4);
    }
    for (int i = 0; i < rows; i++) {
      target[i] = random.nextInt(classes);
    }
  }

  @Benchmark
  public double softmax() {
    return kernels.softmaxCrossEntropy(
        logits, 0, target, 0, null, 0, null, 0, gradient, 0, rows, classes, 1, 0);
  }
}
