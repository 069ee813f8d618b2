package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Objects;
import org.gradcore.kernel.FloatLinear;

/** Linear models with one output over CSR rows. */
final class VectorFloatCsrMargins {
  private VectorFloatCsrMargins() {}

  static double margins(FloatLinear call, int from, int count, double carry) {
    margins(call, from, count, call.out(), call.outOffset() + from);
    return carry;
  }

  private static void margins(FloatLinear call, int start, int n, float[] out, int at) {
    int[] rowPointers = call.rowPointers();
    float[] param = call.param();
    int b = call.paramOffset() + call.features();
    int intercept = call.intercept();
    for (int p = 0; p < n; p++) {
      int row = call.row(start + p);
      int to = rowPointers[row + 1];
      float dot = sparseDot(call, VectorFloatLinears.begin(call, row, to), to);
      out[at + p] = intercept == 0 ? dot : dot + param[b];
    }
  }

  /** The eight lanes of the contract, in scalars, since rows are mostly short. */
  private static float sparseDot(FloatLinear call, int from, int to) {
    int[] columns = call.columns();
    float[] values = call.values();
    int features = call.features();
    float[] w = call.param();
    int wOffset = call.paramOffset();
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int e = from;
    for (; e <= to - 8; e += 8) {
      s0 = Math.fma(values[e], w[wOffset + Objects.checkIndex(columns[e], features)], s0);
      s1 = Math.fma(values[e + 1], w[wOffset + Objects.checkIndex(columns[e + 1], features)], s1);
      s2 = Math.fma(values[e + 2], w[wOffset + Objects.checkIndex(columns[e + 2], features)], s2);
      s3 = Math.fma(values[e + 3], w[wOffset + Objects.checkIndex(columns[e + 3], features)], s3);
      s4 = Math.fma(values[e + 4], w[wOffset + Objects.checkIndex(columns[e + 4], features)], s4);
      s5 = Math.fma(values[e + 5], w[wOffset + Objects.checkIndex(columns[e + 5], features)], s5);
      s6 = Math.fma(values[e + 6], w[wOffset + Objects.checkIndex(columns[e + 6], features)], s6);
      s7 = Math.fma(values[e + 7], w[wOffset + Objects.checkIndex(columns[e + 7], features)], s7);
    }
    if (e < to) {
      s0 = Math.fma(values[e], w[wOffset + Objects.checkIndex(columns[e], features)], s0);
    }
    if (e + 1 < to) {
      s1 = Math.fma(values[e + 1], w[wOffset + Objects.checkIndex(columns[e + 1], features)], s1);
    }
    if (e + 2 < to) {
      s2 = Math.fma(values[e + 2], w[wOffset + Objects.checkIndex(columns[e + 2], features)], s2);
    }
    if (e + 3 < to) {
      s3 = Math.fma(values[e + 3], w[wOffset + Objects.checkIndex(columns[e + 3], features)], s3);
    }
    if (e + 4 < to) {
      s4 = Math.fma(values[e + 4], w[wOffset + Objects.checkIndex(columns[e + 4], features)], s4);
    }
    if (e + 5 < to) {
      s5 = Math.fma(values[e + 5], w[wOffset + Objects.checkIndex(columns[e + 5], features)], s5);
    }
    if (e + 6 < to) {
      s6 = Math.fma(values[e + 6], w[wOffset + Objects.checkIndex(columns[e + 6], features)], s6);
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  static double loss(FloatLinear call, int from, int count, double carry) {
    int[] rowPointers = call.rowPointers();
    float[] work = call.work();
    int features = call.features();
    double[] gradient = call.gradient();
    int gradientOffset = call.gradientOffset();
    int margin = call.workOffset() + features;
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      margins(call, start, n, work, margin);
      VectorFloatLinears.residuals(call, start, n, margin);
      carry += (double) VectorFloatSums.sumBlock(work, margin + ROW_BLOCK, n);
      if (gradient == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        int row = call.row(start + p);
        int to = rowPointers[row + 1];
        int begin = VectorFloatLinears.begin(call, row, to);
        VectorFloatLinears.addEntries(call, begin, to, work[margin + p], gradientOffset);
      }
      if (call.intercept() != 0) {
        gradient[gradientOffset + features] += (double) VectorFloatSums.sumBlock(work, margin, n);
      }
    }
    return carry;
  }
}
