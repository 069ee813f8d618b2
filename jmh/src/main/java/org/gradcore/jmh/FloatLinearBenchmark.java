package org.gradcore.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gradcore.kernel.FloatLinearKernels;
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

/**
 * Value and gradient of logistic and softmax regression. {@code size} counts the data elements:
 * dense rows of 128 features, CSR rows of 16 entries among 1024 features (at least one row).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FloatLinearBenchmark {
  private static final int DENSE_FEATURES = 128;
  private static final int SPARSE_FEATURES = 1024;
  private static final int ENTRIES = 16;
  private static final int CLASSES = 10;

  @Param({
    "scalar",
    "vector",
    "openblas-avx2",
    "openblas-avx512",
    "openblas-avx512-blas",
    "dispatch"
  })
  String backend;

  @Param({"16", "256", "4096", "16384", "262144", "1048576", "16777216"})
  int size;

  private FloatLinearKernels kernels;
  private int denseRows;
  private float[] x;
  private int sparseRows;
  private int[] rowPointers;
  private int[] columns;
  private float[] values;
  private float[] target;
  private int[] classTarget;
  private float[] param;
  private double[] gradient;
  private float[] work;

  @Setup
  public void setup() {
    kernels = FloatBackends.linear(backend);
    SplittableRandom random = new SplittableRandom(1);
    denseRows = Math.max(1, size / DENSE_FEATURES);
    x = new float[denseRows * DENSE_FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() - 0.5);
    }
    sparseRows = Math.max(1, size / ENTRIES);
    rowPointers = new int[sparseRows + 1];
    columns = new int[sparseRows * ENTRIES];
    values = new float[sparseRows * ENTRIES];
    for (int i = 0; i < sparseRows; i++) {
      rowPointers[i + 1] = rowPointers[i] + ENTRIES;
      for (int e = 0; e < ENTRIES; e++) {
        int gap = SPARSE_FEATURES / ENTRIES;
        columns[i * ENTRIES + e] = e * gap + random.nextInt(gap);
        values[i * ENTRIES + e] = (float) (random.nextDouble() - 0.5);
      }
    }
    int rows = Math.max(denseRows, sparseRows);
    target = new float[rows];
    classTarget = new int[rows];
    for (int i = 0; i < rows; i++) {
      target[i] = random.nextInt(2);
      classTarget[i] = random.nextInt(CLASSES);
    }
    param = new float[CLASSES * (SPARSE_FEATURES + 1)];
    for (int j = 0; j < param.length; j++) {
      param[j] = (float) (0.1 * (random.nextDouble() - 0.5));
    }
    gradient = new double[param.length];
    work = new float[FloatLinearKernels.softmaxWorkLength(SPARSE_FEATURES, CLASSES)];
  }

  @Benchmark
  public double denseLogistic() {
    return kernels.denseLoss(
        FloatLinearKernels.LOGISTIC,
        x,
        0,
        DENSE_FEATURES,
        null,
        0,
        0,
        denseRows,
        target,
        0,
        null,
        0,
        param,
        0,
        1,
        gradient,
        0,
        work,
        0,
        0);
  }

  @Benchmark
  public double denseSoftmax() {
    return kernels.denseSoftmax(
        x,
        0,
        DENSE_FEATURES,
        null,
        0,
        0,
        denseRows,
        classTarget,
        0,
        null,
        0,
        param,
        0,
        CLASSES,
        1,
        gradient,
        0,
        work,
        0,
        0);
  }

  @Benchmark
  public double csrLogistic() {
    return kernels.csrLoss(
        FloatLinearKernels.LOGISTIC,
        rowPointers,
        columns,
        values,
        SPARSE_FEATURES,
        null,
        0,
        0,
        sparseRows,
        target,
        0,
        null,
        0,
        param,
        0,
        1,
        gradient,
        0,
        work,
        0,
        0);
  }
}
