package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.Kernel;

/**
 * The kernels of linear models with the Vector API, and what they share.
 *
 * <p>No vector is passed to or returned by a method: see {@link VectorFloatSoftmaxCrossEntropy}.
 */
public final class VectorFloatLinears {
  private static final Map<Kernel, FloatPointLossKernel> LOSSES = new EnumMap<>(Kernel.class);

  static {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.POINT_LOSSES) {
        LOSSES.put(kernel, VectorFloatPointLosses.of(kernel));
      }
    }
  }

  private VectorFloatLinears() {}

  /**
   * A kernel.
   *
   * @param kernel which one
   * @return the kernel
   * @throws IllegalArgumentException if it is no kernel of linear models
   */
  public static FloatLinearKernel of(Kernel kernel) {
    return switch (kernel) {
      case DENSE_MARGINS -> VectorFloatDenseMargins::margins;
      case DENSE_LOSS -> VectorFloatDenseMargins::loss;
      case CSR_MARGINS -> VectorFloatCsrMargins::margins;
      case CSR_LOSS -> VectorFloatCsrMargins::loss;
      case DENSE_LOGITS -> VectorFloatDenseLogits::logits;
      case DENSE_SOFTMAX -> VectorFloatDenseLogits::softmax;
      case CSR_LOGITS -> VectorFloatCsrLogits::logits;
      case CSR_SOFTMAX -> VectorFloatCsrLogits::softmax;
      case FINISH_GRADIENT -> VectorFloatLinears::finishGradient;
      default -> throw Kernel.Family.LINEAR.lacks(kernel);
    };
  }

  /**
   * Turns {@code n} margins (at {@code margin} in work) into residuals in place, and stores the
   * losses, at {@code margin + ROW_BLOCK}.
   */
  static void residuals(FloatLinear call, int start, int n, int margin) {
    float[] work = call.work();
    float[] weight = call.weight();
    int losses = margin + ROW_BLOCK;
    float[] y = call.target();
    int yOffset = call.targetOffset() + call.firstRow() + start;
    float[] w = weight;
    int wOffset = call.weightOffset() + call.firstRow() + start;
    if (call.rows() != null) {
      y = work;
      yOffset = losses + ROW_BLOCK;
      gather(call, start, n, call.target(), call.targetOffset(), yOffset);
      if (weight != null) {
        w = work;
        wOffset = yOffset + ROW_BLOCK;
        gather(call, start, n, weight, call.weightOffset(), wOffset);
      }
    }
    FloatPointLoss loss = call.loss();
    loss.prediction(work, margin).target(y, yOffset).weight(w, wOffset);
    loss.loss(work, losses).gradient(work, margin).gradientScale(1);
    LOSSES.get(loss.rule().kernel()).evaluate(loss, 0, n, 0);
  }

  /** Copies what listed rows have to work. */
  private static void gather(
      FloatLinear call, int start, int n, float[] from, int fromOffset, int at) {
    int[] rows = call.rows();
    int list = call.rowsOffset() + start;
    float[] work = call.work();
    for (int p = 0; p < n; p++) {
      work[at + p] = from[fromOffset + rows[list + p]];
    }
  }

  /** Adds float sums to the gradient. */
  static void addTo(double[] gradient, int gradientOffset, float[] a, int offset, int n) {
    for (int j = 0; j < n; j++) {
      gradient[gradientOffset + j] += (double) a[offset + j];
    }
  }

  /** Where the entries of a CSR row begin, if they are there up to {@code end}. */
  static int begin(FloatLinear call, int row, int end) {
    int stored = Math.min(call.columns().length, call.values().length);
    return Objects.checkFromToIndex(call.rowPointers()[row], end, stored);
  }

  /** Adds the entries of a CSR row times {@code r} to the gradient of an output. */
  static void addEntries(FloatLinear call, int from, int to, double r, int offset) {
    int[] columns = call.columns();
    float[] values = call.values();
    int features = call.features();
    double[] gradient = call.gradient();
    for (int e = from; e < to; e++) {
      int g = offset + Objects.checkIndex(columns[e], features);
      gradient[g] = Math.fma(r, (double) values[e], gradient[g]);
    }
  }

  /** C2 turns this loop into vectors by itself, with the conversions between the precisions. */
  private static double finishGradient(FloatLinear call, int from, int count, double carry) {
    double[] sums = call.gradient();
    int sumsOffset = call.gradientOffset() + from;
    float[] param = call.param();
    int paramOffset = call.paramOffset() + from;
    float[] out = call.out();
    int outOffset = call.outOffset() + from;
    double scale = call.scale();
    double l2 = call.l2();
    if (l2 == 0) {
      for (int j = 0; j < count; j++) {
        out[outOffset + j] = (float) (sums[sumsOffset + j] * scale);
      }
    } else {
      for (int j = 0; j < count; j++) {
        double g = sums[sumsOffset + j] * scale;
        g = Math.fma(l2, (double) param[paramOffset + j], g);
        out[outOffset + j] = (float) g;
      }
    }
    return carry;
  }
}
