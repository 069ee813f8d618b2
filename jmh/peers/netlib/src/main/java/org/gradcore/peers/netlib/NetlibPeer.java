package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;
import java.util.EnumSet;
import java.util.Set;
import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;
import org.gradcore.kernel.Kernel;

/**
 * BLAS by dev.ludovic.netlib on Java arrays, as Spark calls it. Linear predictions are one {@code
 * gemv} or {@code gemm} over an output that holds the intercepts; the sum of squares is a {@code
 * dot} of the array with itself.
 */
abstract class NetlibPeer implements Peer {
  private static final Set<Kernel> KERNELS =
      EnumSet.of(
          Kernel.DOT,
          Kernel.SUM_OF_SQUARES,
          Kernel.ABS_MAX,
          Kernel.AXPY,
          Kernel.SCALE,
          Kernel.DENSE_MARGINS,
          Kernel.DENSE_LOGITS);

  private final String id;
  private BLAS blas;

  NetlibPeer(String id) {
    this.id = id;
  }

  /** Loads the implementation. */
  abstract BLAS load() throws Exception;

  @Override
  public final String id() {
    return id;
  }

  @Override
  public String version() {
    return Peer.version("dev.ludovic.netlib", "blas");
  }

  @Override
  public final void start() throws Exception {
    blas = load();
  }

  @Override
  public final boolean serves(Kernel kernel, Class<?> element) {
    return KERNELS.contains(kernel);
  }

  @Override
  public final Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> FloatNetlibCalls.of(blas, w);
      case DoubleWorkload w -> DoubleNetlibCalls.of(blas, w);
    };
  }
}
