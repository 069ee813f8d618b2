package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.kernel.Kernel;
import org.gradcore.testing.ChildJvm;
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
   * time says little, since scalar functions are slower than a half-compiled vector kernel. In a
   * JVM of its own, since in one that has run all other tests C2 may box a kernel for good.
   */
  @Test
  void compiledKernelsAllocateNothing() throws Exception {
    Availability<Backend> vector = Environment.current().vector();
    assumeTrue(vector.available(), vector::sentence);
    ChildJvm.Result result = ChildJvm.run(WarmedUp.class, false, List.of(ChildJvm.VECTOR));
    assertEquals(0, result.status(), result.toString());
    for (Kernel kernel : WarmedUp.KERNELS) {
      long bytes = Long.parseLong(result.value(kernel.id()));
      assertTrue(bytes <= 1024, kernel.id() + ": " + bytes + " bytes a call");
    }
  }

  /** Warms kernels up, and says what a call allocates then. */
  static final class WarmedUp {
    static final List<Kernel> KERNELS =
        List.of(Kernel.LOG, Kernel.TANH, Kernel.LOGISTIC, Kernel.DENSE_LOSS);
    private static final int CALLS = 50;

    private WarmedUp() {}

    public static void main(String[] args) {
      if (Allocation.bytes() <= 0) {
        throw new IllegalStateException("this JVM does not count what it allocates");
      }
      for (Kernel kernel : KERNELS) {
        int variant = Variants.typical(kernel);
        long patience = 10 * Warmup.PATIENCE_NANOS;
        if (!Warmup.run(kernel, float.class, variant, Candidate.SCALAR, Double.NaN, 0, patience)) {
          throw new IllegalStateException(kernel.id() + " is not compiled in time");
        }
        Workload.Shape shape = Workload.Shape.of(kernel, Warmup.typicalSize(kernel));
        Runnable call = Workload.of(kernel, float.class, variant, shape).on(Candidate.VECTOR);
        // What is compiled may be compiled anew meanwhile, and box until that is done.
        long bytes = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (bytes > 1024 && System.nanoTime() - start < 5 * Warmup.PATIENCE_NANOS) {
          long before = Allocation.bytes();
          for (int i = 0; i < CALLS; i++) {
            call.run();
          }
          bytes = (Allocation.bytes() - before) / CALLS;
        }
        System.out.println(kernel.id() + "=" + bytes);
      }
    }
  }
}
