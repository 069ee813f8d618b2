package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gradcore.testing.FloatBackend;
import org.gradcore.testing.FloatCall;
import org.gradcore.testing.FloatCalls;
import org.gradcore.testing.FloatGenerator;
import org.gradcore.testing.FloatLinearCalls;
import org.gradcore.testing.Memory;
import org.gradcore.testing.Seeds;
import org.gradcore.testing.TestJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No kernel allocates. Vector kernels do until C2 has compiled them, so a batch of calls is
 * repeated until one allocates nothing, for a limited time.
 *
 * <p>What is left of a range after its whole vectors runs once per call, and C2 may box a vector
 * there when it does not inline the method: that much is allowed to the vector backend, not more.
 */
class FloatAllocationTest {
  private static final long SEED = Seeds.of(FloatAllocationTest.class);
  private static final int CALLS = 200;

  /** Bytes per call that are no object: what the measurement itself may cost, spread out. */
  private static final long NONE = 7;

  /** A few boxed vectors of 64 bytes. */
  private static final long TAIL = 1024;

  private static final long SECONDS = 10;
  private static final int OTHER_JVMS = 2;

  static Stream<Arguments> kernels() {
    List<FloatBackend> backends = new ArrayList<>(FloatBackend.underTest());
    backends.add(FloatBackend.scalar());
    return Stream.of(Kernel.values())
        .flatMap(kernel -> backends.stream().map(backend -> arguments(kernel, backend)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kernels")
  void wholeVectors(Kernel kernel, FloatBackend backend) throws Exception {
    allocatesAtMost(NONE, kernel, false, backend.orAbort());
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kernels")
  void tails(Kernel kernel, FloatBackend backend) throws Exception {
    long limit = backend.toString().startsWith("vector") ? TAIL : NONE;
    allocatesAtMost(limit, kernel, true, backend.orAbort());
  }

  private static FloatCall call(Kernel kernel, boolean tail) {
    FloatGenerator g = FloatGenerator.benign(SEED);
    if (FloatLinearCalls.takes(kernel)) {
      int everything = FloatLinearCalls.variants(kernel) - 1;
      int classes = FloatLinearCalls.softmax(kernel) ? (tail ? 5 : 64) : 1;
      return tail
          ? FloatLinearCalls.create(kernel, 3, 67, classes, everything, g)
          : FloatLinearCalls.create(kernel, 64, 128, classes, everything, g);
    }
    if (kernel == Kernel.SOFTMAX_CROSS_ENTROPY && !tail) {
      return FloatCalls.softmax(64, 64, FloatCalls.variants(kernel) - 1, g);
    }
    int length = kernel == Kernel.SOFTMAX_CROSS_ENTROPY ? 3 : tail ? 150 : 1024;
    return FloatCalls.create(kernel, length, FloatCalls.variants(kernel) - 1, g);
  }

  /**
   * C2 rarely leaves a vector kernel boxed in one JVM that it compiles well in all others, however
   * simple it is; what it cannot compile well is boxed in all. So other JVMs are asked before the
   * test fails, and that is said.
   */
  private static void allocatesAtMost(long limit, Kernel kernel, boolean tail, FloatBackend backend)
      throws Exception {
    FloatCall call = call(kernel, tail);
    long bytes = bytesPerCall(limit, call, backend);
    if (bytes <= limit) {
      return;
    }
    String text =
        String.format(
            "%s on %s allocates %d bytes a call, still after %d s; allowed are %d; %s",
            call, backend, bytes, SECONDS, limit, Seeds.rerun(SEED));
    List<Long> elsewhere = new ArrayList<>();
    while (backend.toString().startsWith("vector") && elsewhere.size() < OTHER_JVMS) {
      elsewhere.add(elsewhere(limit, kernel, tail));
    }
    if (elsewhere.isEmpty() || elsewhere.stream().anyMatch(other -> other > limit)) {
      fail(text + "; in JVMs of its own " + elsewhere);
    }
    System.err.println("IN THIS JVM ONLY: " + text);
  }

  private static long elsewhere(long limit, Kernel kernel, boolean tail) throws Exception {
    TestJvm.Result result =
        TestJvm.run(
            FloatAllocationTest.class,
            List.of("-D" + Seeds.PROPERTY + "=" + SEED),
            List.of(Long.toString(limit), kernel.name(), Boolean.toString(tail)),
            Duration.ofSeconds(6 * SECONDS));
    if (result.status() != 0) {
      fail(result.toString());
    }
    return Long.parseLong(result.out().strip());
  }

  /** In a JVM of its own: prints how many bytes a call of the vector backend allocates. */
  public static void main(String[] args) {
    FloatCall call = call(Kernel.valueOf(args[1]), Boolean.parseBoolean(args[2]));
    System.out.println(bytesPerCall(Long.parseLong(args[0]), call, FloatBackend.vector()));
  }

  /** Of the first batch that stays within the limit, or else of the last one. */
  private static long bytesPerCall(long limit, FloatCall call, FloatBackend backend) {
    Memory memory = call.memory();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long bytes;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run(backend, memory);
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > limit * CALLS && System.nanoTime() < deadline);
    return Math.ceilDiv(bytes, CALLS);
  }
}
