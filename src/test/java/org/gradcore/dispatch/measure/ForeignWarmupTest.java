package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.Kernel;
import org.gradcore.testing.TestJvm;
import org.junit.jupiter.api.Test;

/** A process that makes many small native calls, from its first call on. */
class ForeignWarmupTest {
  private static final int BATCH = 10_000;

  /** Prints whether it was decided, not before a million calls, and nothing allocated after. */
  public static void main(String[] args) {
    Kernels kernels = Kernels.of(Backend.OPENBLAS);
    Candidate candidate = kernels.candidates(Kernel.SGD).getFirst();
    float[] w = new float[16];
    FloatStep call =
        new FloatStep(Kernel.SGD, w.length).param(w, 0).gradient(new float[16], 0).scalar(0, 1e-3f);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long early = 0;
    boolean settled = false;
    long bytes = -1;
    int quiet = 0;
    while (quiet < 20 && System.nanoTime() - start < Duration.ofSeconds(40).toNanos()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < BATCH; i++) {
        kernels.step(call);
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
      boolean now = ForeignWarmup.settled(Kernel.SGD, float.class, candidate);
      early += now ? 0 : BATCH;
      settled |= now;
      quiet = settled && bytes == 0 ? quiet + 1 : 0;
    }
    System.out.println(settled + " " + (early >= 1 << 20) + " " + (quiet == 20));
  }

  @Test
  void nothingIsDoneAtFirstAndNothingIsAllocatedInTheEnd() throws Exception {
    assumeTrue(Environment.current().library().available(), "NOT TESTED: no native library");
    assumeTrue(Environment.current().foreign().available(), "NOT TESTED: no java.lang.foreign");
    TestJvm.Result result =
        TestJvm.run(ForeignWarmupTest.class, List.of(), List.of(), Duration.ofSeconds(60));
    assertEquals(0, result.status(), result.toString());
    assertEquals("true true true", result.out().strip(), "settled, not early, quiet");
  }
}
