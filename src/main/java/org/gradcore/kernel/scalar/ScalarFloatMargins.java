package org.gradcore.kernel.scalar;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.Kernel;

/** Linear models with one output in plain Java. */
final class ScalarFloatMargins {
  private static final Map<Kernel, FloatPointLossKernel> LOSSES = new EnumMap<>(Kernel.class);

  static {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.POINT_LOSSES) {
        LOSSES.put(kernel, ScalarFloatPointLosses.of(kernel));
      }
    }
  }

  private static final ThreadLocal<float[]> SPARSE =
      ThreadLocal.withInitial(() -> new float[Blocks.SPARSE_LANES]);

  private ScalarFloatMargins() {}

  static double margins(FloatLinear call, int from, int count, double carry) {
    margins(call, from, count, call.out(), call.outOffset() + from);
    return carry;
  }

  private static void margins(FloatLinear call, int from, int count, float[] out, int at) {
    boolean sparse = call.form().sparse();
    float[] param = call.param();
    int features = call.features();
    float[] lanes = sparse ? SPARSE.get() : ScalarFloatSums.clearedLanes();
    for (int p = 0; p < count; p++) {
      int row = call.row(from + p);
      int x = call.valuesOffset() + row * features;
      float dot =
          sparse
              ? sparseDot(call, row, lanes)
              : ScalarFloatSums.dotBlock(
                  lanes, call.values(), x, param, call.paramOffset(), features);
      out[at + p] = call.intercept() == 0 ? dot : dot + param[call.paramOffset() + features];
    }
  }

  private static float sparseDot(FloatLinear call, int row, float[] lanes) {
    float[] values = call.values();
    float[] w = call.param();
    Arrays.fill(lanes, 0);
    int to = ScalarFloatLinears.end(call, row);
    int from = ScalarFloatLinears.begin(call, row, to);
    for (int e = from; e < to; e++) {
      int j = (e - from) % Blocks.SPARSE_LANES;
      int column = ScalarFloatLinears.column(call, e);
      lanes[j] = Math.fma(values[e], w[call.paramOffset() + column], lanes[j]);
    }
    for (int half = Blocks.SPARSE_LANES / 2; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    return lanes[0];
  }

  static double loss(FloatLinear call, int from, int count, double carry) {
    float[] work = call.work();
    int features = call.features();
    int margin = call.workOffset() + features;
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      margins(call, start, n, work, margin);
      carry = residuals(call, start, n, margin, carry);
      if (call.gradient() == null) {
        continue;
      }
      if (call.form().sparse()) {
        for (int p = 0; p < n; p++) {
          int row = call.row(start + p);
          ScalarFloatLinears.addSparse(call, row, work[margin + p], call.gradientOffset());
        }
      } else {
        Arrays.fill(work, call.workOffset(), margin, 0);
        for (int p = 0; p < n; p++) {
          int row = call.row(start + p);
          ScalarFloatLinears.addDense(call, row, work[margin + p], work, call.workOffset());
        }
        ScalarFloatLinears.addBlock(call, work, call.workOffset(), features);
      }
      if (call.intercept() != 0) {
        float[] lanes = ScalarFloatSums.clearedLanes();
        call.gradient()[call.gradientOffset() + features] +=
            (double) ScalarFloatSums.sumBlock(lanes, work, margin, n);
      }
    }
    return carry;
  }

  /**
   * Turns the margins of a row block (at {@code margin} in work) into residuals in place; returns
   * carry + the losses of the block.
   */
  private static double residuals(FloatLinear call, int start, int n, int margin, double carry) {
    float[] work = call.work();
    float[] weight = call.weight();
    int y = margin + ROW_BLOCK;
    int w = y + ROW_BLOCK;
    for (int p = 0; p < n; p++) {
      int row = call.row(start + p);
      work[y + p] = call.target()[call.targetOffset() + row];
      if (weight != null) {
        work[w + p] = weight[call.weightOffset() + row];
      }
    }
    float[] weights = weight == null ? null : work;
    FloatPointLoss loss = call.loss();
    loss.prediction(work, margin).target(work, y).weight(weights, w);
    loss.loss(null, 0).gradient(work, margin).gradientScale(1);
    return LOSSES.get(loss.rule().kernel()).evaluate(loss, 0, n, carry);
  }
}
