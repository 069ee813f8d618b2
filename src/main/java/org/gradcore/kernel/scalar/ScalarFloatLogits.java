package org.gradcore.kernel.scalar;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Arrays;
import org.gradcore.kernel.FloatLinear;

/** Linear models with an output for each class in plain Java. */
final class ScalarFloatLogits {
  private ScalarFloatLogits() {}

  static double logits(FloatLinear call, int from, int count, double carry) {
    logits(call, from, count, call.out(), call.outOffset() + from * call.classes());
    return carry;
  }

  private static void logits(FloatLinear call, int from, int count, float[] out, int at) {
    int classes = call.classes();
    int features = call.features();
    float[] param = call.param();
    int b = call.paramOffset() + classes * features;
    for (int p = 0; p < count; p++) {
      int row = call.row(from + p);
      for (int k = 0; k < classes; k++) {
        int w = call.paramOffset() + k * features;
        float z = call.form().sparse() ? sparseLogit(call, row, w) : denseLogit(call, row, w);
        out[at + p * classes + k] = call.intercept() == 0 ? z : z + param[b + k];
      }
    }
  }

  private static float denseLogit(FloatLinear call, int row, int w) {
    float[] x = call.values();
    float[] param = call.param();
    int features = call.features();
    int base = call.valuesOffset() + row * features;
    float z = 0;
    for (int j = 0; j < features; j++) {
      z = Math.fma(x[base + j], param[w + j], z);
    }
    return z;
  }

  private static float sparseLogit(FloatLinear call, int row, int w) {
    float[] values = call.values();
    float[] param = call.param();
    int to = ScalarFloatLinears.end(call, row);
    float z = 0;
    for (int e = ScalarFloatLinears.begin(call, row, to); e < to; e++) {
      z = Math.fma(values[e], param[w + ScalarFloatLinears.column(call, e)], z);
    }
    return z;
  }

  static double softmax(FloatLinear call, int from, int count, double carry) {
    boolean sparse = call.form().sparse();
    float[] work = call.work();
    int classes = call.classes();
    int size = classes * call.features();
    int sums = call.workOffset();
    int logits = sparse ? sums : sums + size;
    int losses = logits + ROW_BLOCK * classes;
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      logits(call, start, n, work, logits);
      carry = residuals(call, start, n, logits, losses, carry);
      if (call.gradient() == null) {
        continue;
      }
      if (!sparse) {
        Arrays.fill(work, sums, sums + size, 0);
      }
      for (int p = 0; p < n; p++) {
        addRow(call, call.row(start + p), logits + p * classes);
      }
      if (!sparse) {
        ScalarFloatLinears.addBlock(call, work, sums, size);
      }
      if (call.intercept() != 0) {
        addIntercepts(call, logits, n);
      }
    }
    return carry;
  }

  /** Adds a row times its residuals, for each class. */
  private static void addRow(FloatLinear call, int row, int residuals) {
    float[] work = call.work();
    int features = call.features();
    for (int k = 0; k < call.classes(); k++) {
      float r = work[residuals + k];
      if (call.form().sparse()) {
        ScalarFloatLinears.addSparse(call, row, r, call.gradientOffset() + k * features);
      } else {
        ScalarFloatLinears.addDense(call, row, r, work, call.workOffset() + k * features);
      }
    }
  }

  /** Turns the logits of a row block into residuals in place; returns carry + its losses. */
  private static double residuals(
      FloatLinear call, int start, int n, int logits, int losses, double carry) {
    float[] lanes = ScalarFloatSums.clearedLanes();
    float[] work = call.work();
    float[] weight = call.weight();
    int classes = call.classes();
    for (int p = 0; p < n; p++) {
      int row = call.row(start + p);
      int z = logits + p * classes;
      work[losses + p] =
          ScalarFloatSoftmaxCrossEntropy.softmaxRow(
              lanes,
              work,
              z,
              classes,
              call.classTarget()[call.targetOffset() + row],
              weight != null,
              weight == null ? 1 : weight[call.weightOffset() + row],
              work,
              z,
              1);
    }
    return carry + (double) ScalarFloatSums.sumBlock(lanes, work, losses, n);
  }

  /** Adds the residuals of a row block to the gradient of the intercepts. */
  private static void addIntercepts(FloatLinear call, int residuals, int n) {
    float[] work = call.work();
    int classes = call.classes();
    int at = call.gradientOffset() + classes * call.features();
    for (int k = 0; k < classes; k++) {
      float t = 0;
      for (int p = 0; p < n; p++) {
        t = t + work[residuals + p * classes + k];
      }
      call.gradient()[at + k] += (double) t;
    }
  }
}
