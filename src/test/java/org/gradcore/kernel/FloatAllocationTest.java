package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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

  static Stream<Arguments> kernels() {
    List<FloatBackend> backends = new ArrayList<>(FloatBackend.underTest());
    backends.add(FloatBackend.scalar());
    return Stream.of(Kernel.values())
        .flatMap(kernel -> backends.stream().map(backend -> arguments(kernel, backend)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kernels")
  void wholeVectors(Kernel kernel, FloatBackend backend) {
    backend.orAbort();
    FloatGenerator g = FloatGenerator.benign(SEED);
    FloatCall call;
    if (FloatLinearCalls.takes(kernel)) {
      int classes = FloatLinearCalls.softmax(kernel) ? 64 : 1;
      int everything = FloatLinearCalls.variants(kernel) - 1;
      call = FloatLinearCalls.create(kernel, 64, 128, classes, everything, g);
    } else if (kernel == Kernel.SOFTMAX_CROSS_ENTROPY) {
      call = FloatCalls.softmax(64, 64, FloatCalls.variants(kernel) - 1, g);
    } else {
      call = FloatCalls.create(kernel, 1024, FloatCalls.variants(kernel) - 1, g);
    }
    allocatesAtMost(NONE, call, backend);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kernels")
  void tails(Kernel kernel, FloatBackend backend) {
    backend.orAbort();
    FloatGenerator g = FloatGenerator.benign(SEED);
    FloatCall call;
    if (FloatLinearCalls.takes(kernel)) {
      int classes = FloatLinearCalls.softmax(kernel) ? 5 : 1;
      int everything = FloatLinearCalls.variants(kernel) - 1;
      call = FloatLinearCalls.create(kernel, 3, 67, classes, everything, g);
    } else {
      int length = kernel == Kernel.SOFTMAX_CROSS_ENTROPY ? 3 : 150;
      call = FloatCalls.create(kernel, length, FloatCalls.variants(kernel) - 1, g);
    }
    allocatesAtMost(backend.toString().startsWith("vector") ? TAIL : NONE, call, backend);
  }

  private static void allocatesAtMost(long limit, FloatCall call, FloatBackend backend) {
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
      if (bytes <= limit * CALLS) {
        return;
      }
    } while (System.nanoTime() < deadline);
    fail(
        String.format(
            "%s on %s allocates %d bytes a call, still after %d s; allowed are %d; %s",
            call, backend, bytes / CALLS, SECONDS, limit, Seeds.rerun(SEED)));
  }
}
