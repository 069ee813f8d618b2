package org.gradcore.jmh;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.Native;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What {@link Gates} compares: each row of its table is one method with one backend. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GateBenchmark {
  private static final MethodHandle STEP = NativeKernels.stepOverPointers();
  private static final int ADAM = Native.STEP_RULES.indexOf(Kernel.ADAM.id());

  /** The numbers of the rule: the steps stay small. */
  private static final float[] SCALARS = {0.1f, 0.999f, 0.001f, 1e-6f, 1.5f, 1e-8f, 1};

  /**
   * Elements between the starts of the arrays of one step, beyond their length: 1 KB. Arrays that
   * follow each other at a multiple of 4 KB slow down every kernel, since the processor takes loads
   * for dependent on stores with the same lower 12 bits of the address; heap and native arrays are
   * laid out alike here, so that kernels are compared and not placements.
   */
  private static final int SPACING = 256;

  /** Adam over heap arrays. */
  @State(Scope.Thread)
  public static class Arrays {
    @Param({"vector", "openblas-avx2", "openblas-avx512", "dispatch"})
    String backend;

    @Param({"16", "16384"})
    int size;

    FloatStepKernel kernel;
    FloatStep call;
    float[] param;
    float[] gradient;
    float[] first;
    float[] second;

    @Setup(Level.Iteration)
    public void setup() {
      if (kernel == null) {
        kernel = FloatBackends.steps(backend).of(Kernel.ADAM);
      }
      SplittableRandom random = new SplittableRandom(1);
      int length = size + 4 * SPACING;
      param = new float[length];
      gradient = new float[length];
      first = new float[length];
      second = new float[length];
      for (int i = 0; i < size; i++) {
        param[i] = (float) (random.nextDouble() - 0.5);
        gradient[SPACING + i] = (float) (random.nextDouble() - 0.5);
      }
      call = new FloatStep(Kernel.ADAM, size).param(param, 0).gradient(gradient, SPACING);
      call.state(0, first, 2 * SPACING).state(1, second, 3 * SPACING);
      for (int i = 0; i < SCALARS.length; i++) {
        call.scalar(i, SCALARS[i]);
      }
    }
  }

  /** Adam over native memory. */
  @State(Scope.Thread)
  public static class Pointers {
    @Param({"openblas-avx2", "openblas-avx512"})
    String backend;

    @Param({"16", "16384"})
    int size;

    int isa;
    MemorySegment param;
    MemorySegment gradient;
    MemorySegment first;
    MemorySegment second;

    @Setup
    public void setup() {
      isa = NativeKernels.isa(backend);
      SplittableRandom random = new SplittableRandom(1);
      long length = size + 4 * SPACING;
      MemorySegment all = Arena.global().allocate(4 * 4 * length, 64);
      param = all.asSlice(0, 4 * length);
      gradient = all.asSlice(4 * length, 4 * length);
      first = all.asSlice(8 * length, 4 * length);
      second = all.asSlice(12 * length, 4 * length);
      for (int i = 0; i < size; i++) {
        param.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (random.nextDouble() - 0.5));
        gradient.setAtIndex(
            ValueLayout.JAVA_FLOAT, SPACING + i, (float) (random.nextDouble() - 0.5));
      }
    }
  }

  /** Logistic regression on 100,000 × 128 floats: 51 MB, larger than the caches of one core. */
  @State(Scope.Thread)
  public static class Dense {
    static final int ROWS = 100_000;
    static final int FEATURES = 128;

    @Param({
      "vector",
      "openblas-avx2",
      "openblas-avx512",
      "openblas-avx2-blas",
      "openblas-avx512-blas",
      "dispatch"
    })
    String backend;

    FloatLinearKernel kernel;
    FloatLinear call;
    float[] x = new float[ROWS * FEATURES];
    float[] target = new float[ROWS];
    float[] param = new float[FEATURES + 1];
    double[] gradient = new double[FEATURES + 1];
    float[] work = new float[FloatLinear.workLength(FEATURES)];

    @Setup
    public void setup() {
      kernel = FloatBackends.linears(backend).of(Kernel.DENSE_LOSS);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (random.nextDouble() - 0.5);
      }
      for (int i = 0; i < ROWS; i++) {
        target[i] = random.nextInt(2);
      }
      for (int j = 0; j <= FEATURES; j++) {
        param[j] = (float) (random.nextDouble() - 0.5);
      }
      call = new FloatLinear(Kernel.DENSE_LOSS).dense(x, 0, FEATURES).rows(null, 0, 0, ROWS);
      call.target(target, 0)
          .param(param, 0)
          .outputs(1, true)
          .loss(new FloatPointLoss(Kernel.LOGISTIC));
      call.gradient(gradient, 0).work(work, 0);
    }
  }

  /** The same data in native memory, for cblas_sgemv. */
  @State(Scope.Thread)
  public static class Gemv {
    FloatPointer x = new FloatPointer((long) Dense.ROWS * Dense.FEATURES);
    FloatPointer param = new FloatPointer(Dense.FEATURES);
    FloatPointer margins = new FloatPointer(Dense.ROWS);
    FloatPointer gradient = new FloatPointer(Dense.FEATURES);

    @Setup
    public void setup() {
      // Loading the binding of OpenBLAS sets one thread per core; everything here runs on one.
      blas_set_num_threads(1);
      SplittableRandom random = new SplittableRandom(1);
      for (long i = 0; i < (long) Dense.ROWS * Dense.FEATURES; i++) {
        x.put(i, (float) (random.nextDouble() - 0.5));
      }
      for (int j = 0; j < Dense.FEATURES; j++) {
        param.put(j, (float) (random.nextDouble() - 0.5));
      }
    }
  }

  @Benchmark
  public float[] adam(Arrays a) {
    a.kernel.step(a.call, 0, a.size);
    return a.param;
  }

  @Benchmark
  public MemorySegment adamPointers(Pointers p) throws Throwable {
    STEP.invokeExact(
        p.isa,
        ADAM,
        0,
        p.param,
        0,
        p.gradient,
        SPACING,
        p.first,
        2 * SPACING,
        p.second,
        3 * SPACING,
        MemorySegment.NULL,
        0,
        MemorySegment.NULL,
        0,
        p.size,
        0f,
        SCALARS[0],
        SCALARS[1],
        SCALARS[2],
        SCALARS[3],
        SCALARS[4],
        SCALARS[5],
        SCALARS[6],
        0f,
        0f,
        0f);
    return p.param;
  }

  @Benchmark
  public double denseLogistic(Dense d) {
    return d.kernel.run(d.call, 0, Dense.ROWS, 0);
  }

  /** The two passes that a user of BLAS makes: X·w and Xᵀ·r (without the loss between them). */
  @Benchmark
  public FloatPointer twoSgemv(Gemv g) {
    cblas_sgemv(
        CblasRowMajor,
        CblasNoTrans,
        Dense.ROWS,
        Dense.FEATURES,
        1f,
        g.x,
        Dense.FEATURES,
        g.param,
        1,
        0f,
        g.margins,
        1);
    cblas_sgemv(
        CblasRowMajor,
        CblasTrans,
        Dense.ROWS,
        Dense.FEATURES,
        1f,
        g.x,
        Dense.FEATURES,
        g.margins,
        1,
        0f,
        g.gradient,
        1);
    return g.gradient;
  }
}
