package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinear;

/** Linear models with an output for each class over CSR rows. */
final class VectorFloatCsrLogits {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private VectorFloatCsrLogits() {}

  static double logits(FloatLinear call, int from, int count, double carry) {
    int panels = call.workOffset();
    int logits = panels + (call.features() + 1) * VectorFloatPanels.padded(call);
    boolean transposed = transposed(call, from, count, panels);
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      blockLogits(call, start, n, transposed, panels, logits);
      VectorFloatPanels.copyRows(call, start, n, logits);
    }
    return carry;
  }

  static double softmax(FloatLinear call, int from, int count, double carry) {
    int[] rowPointers = call.rowPointers();
    float[] work = call.work();
    int features = call.features();
    int stride = VectorFloatPanels.padded(call);
    int panels = call.workOffset();
    int logits = panels + (features + 1) * stride;
    int scratch = logits + ROW_BLOCK * stride;
    boolean transposed = transposed(call, from, count, panels);
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      blockLogits(call, start, n, transposed, panels, logits);
      carry += VectorFloatPanels.residuals(call, start, n, logits, scratch);
      if (call.gradient() == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        int row = call.row(start + p);
        int to = rowPointers[row + 1];
        int begin = VectorFloatLinears.begin(call, row, to);
        for (int k = 0; k < call.classes(); k++) {
          float r = work[logits + p * stride + k];
          VectorFloatLinears.addEntries(call, begin, to, r, call.gradientOffset() + k * features);
        }
      }
      VectorFloatPanels.addIntercepts(call, n, logits, scratch);
    }
    return carry;
  }

  /**
   * Makes the panels if that pays: transposing costs about as much as the logits of as many entries
   * as there are features.
   */
  private static boolean transposed(FloatLinear call, int from, int count, int panels) {
    boolean pays = entries(call, from, count) > call.features();
    if (pays) {
      VectorFloatPanels.transpose(call, panels);
    }
    return pays;
  }

  /** Number of stored entries of the rows. */
  private static long entries(FloatLinear call, int from, int count) {
    int[] rowPointers = call.rowPointers();
    if (call.rows() == null) {
      int first = call.firstRow() + from;
      return count == 0 ? 0 : rowPointers[first + count] - rowPointers[first];
    }
    long entries = 0;
    for (int p = 0; p < count; p++) {
      int row = call.row(from + p);
      entries += rowPointers[row + 1] - rowPointers[row];
    }
    return entries;
  }

  /** Logits of {@code n} rows, from the panels if they were made, else from the coefficients. */
  private static void blockLogits(
      FloatLinear call, int start, int n, boolean transposed, int panels, int logits) {
    int stride = VectorFloatPanels.padded(call);
    for (int p = 0; p < n; p++) {
      int row = call.row(start + p);
      int to = call.rowPointers()[row + 1];
      int from = VectorFloatLinears.begin(call, row, to);
      int out = logits + p * stride;
      if (transposed) {
        for (int c = 0; c < stride; c += WIDTH) {
          sparseLogits(call, from, to, panels + c * (call.features() + 1), out + c);
        }
      } else {
        sparseLogitsByClass(call, from, to, out);
      }
    }
  }

  /** Logits of a CSR row for the classes of one panel. */
  private static void sparseLogits(FloatLinear call, int from, int to, int panel, int out) {
    int[] columns = call.columns();
    float[] values = call.values();
    int features = call.features();
    float[] work = call.work();
    int intercept = call.intercept();
    FloatVector z = FloatVector.zero(SPECIES);
    for (int e = from; e < to; e++) {
      z =
          FloatVector.broadcast(SPECIES, values[e])
              .fma(
                  FloatVector.fromArray(
                      SPECIES, work, panel + Objects.checkIndex(columns[e], features) * WIDTH),
                  z);
    }
    if (intercept != 0) {
      z = z.add(FloatVector.fromArray(SPECIES, work, panel + features * WIDTH));
    }
    z.intoArray(work, out);
  }

  /** Logits of a CSR row from the coefficients as they lie, four classes at a time. */
  private static void sparseLogitsByClass(FloatLinear call, int from, int to, int at) {
    int[] columns = call.columns();
    float[] values = call.values();
    int features = call.features();
    float[] param = call.param();
    int paramOffset = call.paramOffset();
    int classes = call.classes();
    int intercept = call.intercept();
    float[] out = call.work();
    int b = paramOffset + classes * features;
    for (int k = 0; k < classes; k += 4) {
      int w0 = paramOffset + k * features;
      int w1 = paramOffset + Math.min(k + 1, classes - 1) * features;
      int w2 = paramOffset + Math.min(k + 2, classes - 1) * features;
      int w3 = paramOffset + Math.min(k + 3, classes - 1) * features;
      float z0 = 0;
      float z1 = 0;
      float z2 = 0;
      float z3 = 0;
      for (int e = from; e < to; e++) {
        float v = values[e];
        int c = Objects.checkIndex(columns[e], features);
        z0 = Math.fma(v, param[w0 + c], z0);
        z1 = Math.fma(v, param[w1 + c], z1);
        z2 = Math.fma(v, param[w2 + c], z2);
        z3 = Math.fma(v, param[w3 + c], z3);
      }
      out[at + k] = intercept == 0 ? z0 : z0 + param[b + k];
      if (k + 1 < classes) {
        out[at + k + 1] = intercept == 0 ? z1 : z1 + param[b + k + 1];
      }
      if (k + 2 < classes) {
        out[at + k + 2] = intercept == 0 ? z2 : z2 + param[b + k + 2];
      }
      if (k + 3 < classes) {
        out[at + k + 3] = intercept == 0 ? z3 : z3 + param[b + k + 3];
      }
    }
  }
}
