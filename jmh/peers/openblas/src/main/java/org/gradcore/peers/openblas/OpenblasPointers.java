package org.gradcore.peers.openblas;

import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;
import org.gradcore.kernel.Kernel;

/**
 * OpenBLAS by JavaCPP, over pointers to native memory: the least that a call of BLAS costs on the
 * JVM, for data that never were in a Java array. Linear predictions are one {@code gemv} or {@code
 * gemm} over an output into which the intercepts are copied; the sum of squares is a {@code dot} of
 * the array with itself.
 */
public final class OpenblasPointers implements Peer {
  private static final Set<Kernel> KERNELS =
      EnumSet.of(
          Kernel.DOT,
          Kernel.SUM_OF_SQUARES,
          Kernel.ABS_MAX,
          Kernel.AXPY,
          Kernel.SCALE,
          Kernel.DENSE_MARGINS,
          Kernel.DENSE_LOGITS);

  /** Loads nothing. */
  public OpenblasPointers() {}

  @Override
  public String id() {
    return "openblas-pointers";
  }

  @Override
  public String version() {
    return Peer.version("org.bytedeco", "openblas");
  }

  @Override
  public void start() {
    Loader.load(openblas.class);
    // Its global class has set the number of threads to that of the cores.
    openblas.blas_set_num_threads(1);
  }

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return KERNELS.contains(kernel);
  }

  @Override
  public Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> FloatPointerCalls.of(w);
      case DoubleWorkload w -> DoublePointerCalls.of(w);
    };
  }
}
