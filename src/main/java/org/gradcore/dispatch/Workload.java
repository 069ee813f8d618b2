package org.gradcore.dispatch;

import org.gradcore.kernel.Kernel;

/** Calls of one kernel on arrays of its own, to time it or to have it compiled. */
interface Workload {
  /**
   * How large a call is.
   *
   * @param rows rows; for the elementwise kernels and reductions, elements
   * @param features features of linear kernels
   * @param classes classes of softmax kernels
   * @param stored stored entries per row of CSR kernels
   */
  record Shape(int rows, int features, int classes, int stored) {

    /** The shape that stands for a size as {@link Kernels} counts it. */
    static Shape of(Kernel kernel, long size) {
      int n = Math.toIntExact(size);
      int classes = n < 64 ? 2 : 10;
      return switch (kernel) {
        case SOFTMAX_CROSS_ENTROPY -> new Shape(Math.max(1, n / classes), 0, classes, 0);
        case DENSE_MARGINS, DENSE_LOSS -> dense(n, 1);
        case DENSE_LOGITS, DENSE_SOFTMAX -> dense(n, classes);
        case CSR_MARGINS, CSR_LOSS -> csr(n, 1);
        case CSR_LOGITS, CSR_SOFTMAX -> csr(n, classes);
        default -> new Shape(n, 0, 0, 0);
      };
    }

    private static Shape dense(int n, int classes) {
      int perClass = Math.max(1, n / classes);
      int features = Math.clamp((int) Math.sqrt(perClass), Math.min(8, perClass), 128);
      return new Shape(Math.max(1, perClass / features), features, classes, 0);
    }

    private static Shape csr(int n, int classes) {
      int perClass = Math.max(1, n / classes);
      int stored = Math.min(16, perClass);
      int features = Math.clamp(perClass, 64, 4096);
      return new Shape(Math.max(1, perClass / stored), features, classes, stored);
    }
  }

  /** One call, on the kernels of a candidate. */
  Runnable on(Candidate candidate);

  /**
   * A workload.
   *
   * @param element {@code float.class} or {@code double.class}
   */
  static Workload of(Kernel kernel, Class<?> element, int variant, Shape shape) {
    return element == float.class
        ? new FloatWorkload(kernel, variant, shape)
        : new DoubleWorkload(kernel, variant, shape);
  }
}
