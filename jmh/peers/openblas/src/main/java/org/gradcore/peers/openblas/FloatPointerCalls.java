package org.gradcore.peers.openblas;

import org.bytedeco.javacpp.FloatPointer;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;

/** Calls on copies of the float arrays in native memory. */
final class FloatPointerCalls {
  private FloatPointerCalls() {}

  static Peer.Call of(FloatWorkload workload) {
    Workload.Shape shape = workload.shape();
    int n = shape.rows();
    int features = shape.features();
    int outputs = Math.max(1, shape.classes());
    FloatPointer a = new FloatPointer(workload.arrays()[0]);
    FloatPointer b = new FloatPointer(workload.arrays()[1]);
    float[] out = workload.arrays()[2];
    FloatPointer output = out == null ? null : new FloatPointer(out);
    FloatPointer parameters = new FloatPointer(workload.parameters());
    // Intercepts, row by row: they stand in the output before BLAS adds the products to it.
    FloatPointer intercepts = new FloatPointer(features > 0 ? (long) outputs * n : 0);
    for (int i = 0; i < intercepts.capacity(); i++) {
      intercepts.put(i, workload.parameters()[outputs * features + i % outputs]);
    }
    return switch (workload.kernel()) {
      case DOT -> new Call(() -> FloatCblas.dot(n, a, b));
      case SUM_OF_SQUARES -> new Call(() -> FloatCblas.dot(n, a, a));
      case ABS_MAX -> new Call(() -> Math.abs(a.get(FloatCblas.indexOfAbsMax(n, a))));
      case AXPY -> new Call(() -> FloatCblas.axpy(n, 1e-6f, a, b), b, workload.arrays()[1]);
      case SCALE -> new Call(() -> FloatCblas.scale(n, -1, a), a, workload.arrays()[0]);
      case DENSE_MARGINS ->
          new Call(
              () -> {
                FloatCblas.copy(n, intercepts, output);
                FloatCblas.gemv(n, features, a, parameters, output);
              },
              output,
              out);
      case DENSE_LOGITS ->
          new Call(
              () -> {
                FloatCblas.copy(outputs * n, intercepts, output);
                FloatCblas.gemm(n, outputs, features, a, parameters, output);
              },
              output,
              out);
      default -> throw new IllegalArgumentException(workload.kernel().id() + " is not in BLAS");
    };
  }

  private interface Body {
    float run();
  }

  private static final class Call implements Peer.Call {
    private final Body body;
    private final FloatPointer output;
    private final float[] array;

    /** What the last call returned: it is kept, so that no call can be compiled away. */
    private float result;

    Call(Body body) {
      this.body = body;
      this.output = null;
      this.array = null;
    }

    Call(Runnable body, FloatPointer output, float[] array) {
      this.body =
          () -> {
            body.run();
            return 0;
          };
      this.output = output;
      this.array = array;
    }

    @Override
    public void run() {
      result = body.run();
    }

    @Override
    public double finish() {
      if (output != null) {
        output.get(array);
      }
      return result;
    }
  }
}
