package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;

/** Calls on the float arrays of the workload themselves: BLAS for the JVM takes Java arrays. */
final class FloatNetlibCalls {
  private FloatNetlibCalls() {}

  static Peer.Call of(BLAS blas, FloatWorkload workload) {
    Workload.Shape shape = workload.shape();
    int n = shape.rows();
    int features = shape.features();
    int outputs = Math.max(1, shape.classes());
    float[] a = workload.arrays()[0];
    float[] b = workload.arrays()[1];
    float[] output = workload.arrays()[2];
    float[] parameters = workload.parameters();
    return switch (workload.kernel()) {
      case DOT -> new Call(() -> FloatBlas.dot(blas, n, a, b));
      case SUM_OF_SQUARES -> new Call(() -> FloatBlas.dot(blas, n, a, a));
      case ABS_MAX -> new Call(() -> Math.abs(a[FloatBlas.indexOfAbsMax(blas, n, a)]));
      case AXPY ->
          new Call(
              () -> {
                FloatBlas.axpy(blas, n, 1e-6f, a, b);
                return 0;
              });
      case SCALE ->
          new Call(
              () -> {
                FloatBlas.scale(blas, n, -1, a);
                return 0;
              });
      // The intercepts stand in the output before BLAS adds the products to it.
      case DENSE_MARGINS ->
          new Call(
              () -> {
                Arrays.fill(output, parameters[features]);
                FloatBlas.gemv(blas, features, n, a, parameters, output);
                return 0;
              });
      case DENSE_LOGITS ->
          new Call(
              () -> {
                for (int row = 0; row < n; row++) {
                  System.arraycopy(parameters, outputs * features, output, row * outputs, outputs);
                }
                FloatBlas.gemm(blas, outputs, n, features, parameters, a, output);
                return 0;
              });
      default -> throw new IllegalArgumentException(workload.kernel().id() + " is not in BLAS");
    };
  }

  private interface Body {
    float run();
  }

  private static final class Call implements Peer.Call {
    private final Body body;

    /** What the last call returned: it is kept, so that no call can be compiled away. */
    private float result;

    Call(Body body) {
      this.body = body;
    }

    @Override
    public void run() {
      result = body.run();
    }

    @Override
    public double finish() {
      return result;
    }
  }
}
