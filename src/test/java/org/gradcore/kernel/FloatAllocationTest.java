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
 */
class FloatAllocationTest {
  private static final long SEED = Seeds.of(FloatAllocationTest.class);
  private static final int CALLS = 500;

  /** Bytes that a batch may cost: less than one object per call. */
  private static final long SLACK = CALLS * 8L;

  private static final long SECONDS = 30;

  static Stream<Arguments> kernels() {
    List<FloatBackend> backends = new ArrayList<>(FloatBackend.underTest());
    backends.add(FloatBackend.scalar());
    return Stream.of(Kernel.values())
        .flatMap(kernel -> backends.stream().map(backend -> arguments(kernel, backend)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kernels")
  void allocatesNothing(Kernel kernel, FloatBackend backend) {
    backend.orAbort();
    FloatCall call = call(kernel);
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
      if (bytes <= SLACK) {
        return;
      }
    } while (System.nanoTime() < deadline);
    fail(
        String.format(
            "%s on %s allocates %d bytes a call, still after %d s; %s",
            call, backend, bytes / CALLS, SECONDS, Seeds.rerun(SEED)));
  }

  /** A call with every optional array. */
  private static FloatCall call(Kernel kernel) {
    FloatGenerator g = FloatGenerator.benign(SEED);
    if (FloatLinearCalls.takes(kernel)) {
      int classes = FloatLinearCalls.softmax(kernel) ? 5 : 1;
      int variant = FloatLinearCalls.variants(kernel) - 1;
      return FloatLinearCalls.create(kernel, 9, 67, classes, variant, g);
    }
    return FloatCalls.create(kernel, 150, FloatCalls.variants(kernel) - 1, g);
  }
}
