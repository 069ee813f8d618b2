package org.gradcore.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gradcore.kernel.FloatOptimizerKernels;
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

/** One optimizer step over arrays of {@code size} elements. Time is per step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FloatOptimizerBenchmark {
  @Param({"scalar", "vector", "openblas-avx2", "openblas-avx512", "dispatch"})
  String backend;

  @Param({"16", "256", "4096", "16384", "262144", "1048576", "16777216"})
  int size;

  private FloatOptimizerKernels kernels;
  private float[] param;
  private float[] gradient;
  private float[] first;
  private float[] second;

  @Setup
  public void setup() {
    kernels = FloatBackends.optimizers(backend);
    param = new float[size];
    gradient = new float[size];
    first = new float[size];
    second = new float[size];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < size; i++) {
      param[i] = (float) (random.nextDouble() - 0.5);
      gradient[i] = (float) (random.nextDouble() - 0.5);
    }
  }

  @Benchmark
  public float[] sgd() {
    kernels.sgd(param, 0, gradient, 0, size, 1e-6f, 0, 0);
    return param;
  }

  @Benchmark
  public float[] sgdMomentum() {
    kernels.sgdMomentum(param, 0, gradient, 0, first, 0, size, 1e-6f, 0.9f, 1, 0, 0);
    return param;
  }

  @Benchmark
  public float[] adam() {
    kernels.adam(
        param, 0, gradient, 0, first, 0, second, 0, size, 0.1f, 0.999f, 0.001f, 1e-6f, 1.5f, 1e-8f,
        0, 1, 0);
    return param;
  }

  @Benchmark
  public float[] rmsprop() {
    kernels.rmsprop(
        param, 0, gradient, 0, second, 0, null, 0, null, 0, size, 1e-6f, 0.99f, 0.01f, 1e-8f, 0, 0,
        0);
    return param;
  }
}
