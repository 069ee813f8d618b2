package org.gradcore.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;
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
 * The cells of a {@link Comparison} under JMH, to check a number with a harness that others wrote:
 * {@code KernelBenchmark -p kernel=ADAM -p size=1024 -p contestant=vector,openblas-avx2,dispatch}.
 * The result is checked against the scalar backend before it is timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class KernelBenchmark {
  @Param Kernel kernel;

  @Param({"float", "double"})
  String element;

  @Param({"16", "1024", "65536", "1048576", "16777216"})
  int size;

  @Param({"stream", "plain", "scalar", "vector", "dispatch"})
  String contestant;

  private Runnable call;

  @Setup
  public void setup() {
    List<Contestant> all = Contestant.all(Kernels.dispatched(), false);
    Contestant who =
        all.stream()
            .filter(c -> c.id().equals(contestant))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "contestant is '"
                            + contestant
                            + "', allowed here are "
                            + all.stream().map(Contestant::id).toList()));
    Class<?> type = element.equals("float") ? float.class : double.class;
    call = new Contest(kernel, type, Workload.Shape.of(kernel, size), who).checkedCall();
  }

  @Benchmark
  public void call() {
    call.run();
  }
}
