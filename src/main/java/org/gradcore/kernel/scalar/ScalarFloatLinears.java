package org.gradcore.kernel.scalar;

import java.util.Objects;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.Kernel;

/** The kernels of linear models in plain Java, and what they share. */
public final class ScalarFloatLinears {
  private ScalarFloatLinears() {}

  /**
   * A kernel.
   *
   * @param kernel which one
   * @return the kernel
   * @throws IllegalArgumentException if it is no kernel of linear models
   */
  public static FloatLinearKernel of(Kernel kernel) {
    return switch (kernel) {
      case DENSE_MARGINS, CSR_MARGINS -> ScalarFloatMargins::margins;
      case DENSE_LOSS, CSR_LOSS -> ScalarFloatMargins::loss;
      case DENSE_LOGITS, CSR_LOGITS -> ScalarFloatLogits::logits;
      case DENSE_SOFTMAX, CSR_SOFTMAX -> ScalarFloatLogits::softmax;
      case FINISH_GRADIENT -> ScalarFloatLinears::finishGradient;
      default -> throw Kernel.Family.LINEAR.lacks(kernel);
    };
  }

  /** Where the entries of a CSR row end. */
  static int end(FloatLinear call, int row) {
    return call.rowPointers()[row + 1];
  }

  /** Where the entries of a CSR row begin, if they are there up to {@code end}. */
  static int begin(FloatLinear call, int row, int end) {
    int stored = Math.min(call.columns().length, call.values().length);
    return Objects.checkFromToIndex(call.rowPointers()[row], end, stored);
  }

  /** The column of an entry. */
  static int column(FloatLinear call, int entry) {
    return Objects.checkIndex(call.columns()[entry], call.features());
  }

  /** Adds a dense row times r to float sums. */
  static void addDense(FloatLinear call, int row, float r, float[] sums, int at) {
    float[] x = call.values();
    int features = call.features();
    int base = call.valuesOffset() + row * features;
    for (int j = 0; j < features; j++) {
      sums[at + j] = Math.fma(r, x[base + j], sums[at + j]);
    }
  }

  /** Adds a CSR row times r to the gradient of one output, from {@code at}. */
  static void addSparse(FloatLinear call, int row, double r, int at) {
    float[] values = call.values();
    double[] gradient = call.gradient();
    int to = end(call, row);
    for (int e = begin(call, row, to); e < to; e++) {
      int g = at + column(call, e);
      gradient[g] = Math.fma(r, (double) values[e], gradient[g]);
    }
  }

  /** Adds the sums of a block to the gradient. */
  static void addBlock(FloatLinear call, float[] sums, int at, int length) {
    double[] gradient = call.gradient();
    for (int j = 0; j < length; j++) {
      gradient[call.gradientOffset() + j] += (double) sums[at + j];
    }
  }

  private static double finishGradient(FloatLinear call, int from, int count, double carry) {
    double[] sums = call.gradient();
    float[] param = call.param();
    float[] out = call.out();
    for (int j = from; j < from + count; j++) {
      double g = sums[call.gradientOffset() + j] * call.scale();
      if (call.l2() != 0) {
        g = Math.fma(call.l2(), (double) param[call.paramOffset() + j], g);
      }
      out[call.outOffset() + j] = (float) g;
    }
    return carry;
  }
}
