package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WarmupTest {
  @Test
  @Timeout(300)
  void everyKernelAndVariantHasAWorkload() {
    for (Kernel kernel : Kernel.values()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        for (int variant = 0; variant < Variants.count(kernel); variant++) {
          for (Workload.Shape shape : Warmup.shapes(kernel)) {
            Workload.of(kernel, element, variant, shape).on(Candidate.SCALAR).run();
          }
        }
        for (long size : new long[] {1, 4, 16, 64, 1024, 1 << 14}) {
          Workload.Shape shape = Workload.Shape.of(kernel, size);
          Workload.of(kernel, element, 0, shape).on(Candidate.SCALAR).run();
        }
        assertTrue(Variants.typical(kernel) < Variants.count(kernel));
      }
    }
  }

  /**
   * Where nothing was measured, a kernel counts as compiled when it boxes no vectors any more: its
   * time says little, since scalar functions are slower than a half-compiled vector kernel.
   */
  @Test
  @Timeout(60)
  void compiledKernelsAllocateNothing() {
    Availability<Backend> vector = Environment.current().vector();
    assumeTrue(vector.available(), vector::sentence);
    assertTrue(Allocation.bytes() > 0, "this JVM does not count what it allocates");
    int calls = 50;
    for (Kernel kernel : List.of(Kernel.LOG, Kernel.TANH, Kernel.LOGISTIC, Kernel.DENSE_LOSS)) {
      int variant = Variants.typical(kernel);
      boolean compiled =
          Warmup.run(
              kernel,
              float.class,
              variant,
              Candidate.SCALAR,
              Double.NaN,
              0,
              10 * Warmup.PATIENCE_NANOS);
      assertTrue(compiled, kernel.id());
      Workload.Shape shape = Workload.Shape.of(kernel, Warmup.typicalSize(kernel));
      Runnable call = Workload.of(kernel, float.class, variant, shape).on(Candidate.VECTOR);
      // What is compiled may be compiled anew meanwhile, and box until that is done.
      long bytes = Long.MAX_VALUE;
      long start = System.nanoTime();
      while (bytes > 1024 && System.nanoTime() - start < 5 * Warmup.PATIENCE_NANOS) {
        long before = Allocation.bytes();
        for (int i = 0; i < calls; i++) {
          call.run();
        }
        bytes = (Allocation.bytes() - before) / calls;
      }
      assertTrue(bytes <= 1024, kernel.id() + ": " + bytes + " bytes a call");
    }
  }
}
