package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinear;

/** Linear models with an output for each class over dense rows. */
final class VectorFloatDenseLogits {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private VectorFloatDenseLogits() {}

  static double logits(FloatLinear call, int from, int count, double carry) {
    int panels = call.workOffset();
    int logits = panels + (call.features() + 1) * VectorFloatPanels.padded(call);
    VectorFloatPanels.transpose(call, panels);
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      blockLogits(call, start, n, panels, logits);
      VectorFloatPanels.copyRows(call, start, n, logits);
    }
    return carry;
  }

  static double softmax(FloatLinear call, int from, int count, double carry) {
    float[] work = call.work();
    int features = call.features();
    int size = call.classes() * features;
    int stride = VectorFloatPanels.padded(call);
    int sums = call.workOffset();
    int panels = sums + size;
    int logits = panels + (features + 1) * stride;
    int scratch = logits + ROW_BLOCK * stride;
    int tile = VectorFloatDenseRows.tile(features);
    VectorFloatPanels.transpose(call, panels);
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      blockLogits(call, start, n, panels, logits);
      carry += VectorFloatPanels.residuals(call, start, n, logits, scratch);
      if (call.gradient() == null) {
        continue;
      }
      Arrays.fill(work, sums, panels, 0);
      for (int t = 0; t < n; t += tile) {
        int rows = Math.min(tile, n - t);
        int residual = logits + t * stride;
        int spare = scratch + 2 * ROW_BLOCK;
        VectorFloatDenseRows.addByClass(call, start + t, rows, residual, stride, sums, spare);
      }
      VectorFloatLinears.addTo(call.gradient(), call.gradientOffset(), work, sums, size);
      VectorFloatPanels.addIntercepts(call, n, logits, scratch);
    }
    return carry;
  }

  /** Logits of {@code n} rows, from the panels, to rows of whole vectors in work. */
  private static void blockLogits(FloatLinear call, int start, int n, int panels, int logits) {
    int stride = VectorFloatPanels.padded(call);
    for (int c = 0; c < stride; c += WIDTH) {
      int panel = panels + c * (call.features() + 1);
      int z = logits + c;
      int p = 0;
      for (; p <= n - 8; p += 8) {
        logits8(call, start + p, panel, z + p * stride, stride);
      }
      for (; p < n; p++) {
        logits1(call, call.row(start + p), panel, z + p * stride);
      }
    }
  }

  private static void logits8(FloatLinear call, int start, int panel, int to, int stride) {
    float[] x = call.values();
    int features = call.features();
    float[] work = call.work();
    int intercept = call.intercept();
    int i0 = call.valuesOffset() + call.row(start) * features;
    int i1 = call.valuesOffset() + call.row(start + 1) * features;
    int i2 = call.valuesOffset() + call.row(start + 2) * features;
    int i3 = call.valuesOffset() + call.row(start + 3) * features;
    int i4 = call.valuesOffset() + call.row(start + 4) * features;
    int i5 = call.valuesOffset() + call.row(start + 5) * features;
    int i6 = call.valuesOffset() + call.row(start + 6) * features;
    int i7 = call.valuesOffset() + call.row(start + 7) * features;
    FloatVector z0 = FloatVector.zero(SPECIES);
    FloatVector z1 = z0;
    FloatVector z2 = z0;
    FloatVector z3 = z0;
    FloatVector z4 = z0;
    FloatVector z5 = z0;
    FloatVector z6 = z0;
    FloatVector z7 = z0;
    for (int j = 0; j < features; j++) {
      FloatVector w = FloatVector.fromArray(SPECIES, work, panel + j * WIDTH);
      z0 = FloatVector.broadcast(SPECIES, x[i0 + j]).fma(w, z0);
      z1 = FloatVector.broadcast(SPECIES, x[i1 + j]).fma(w, z1);
      z2 = FloatVector.broadcast(SPECIES, x[i2 + j]).fma(w, z2);
      z3 = FloatVector.broadcast(SPECIES, x[i3 + j]).fma(w, z3);
      z4 = FloatVector.broadcast(SPECIES, x[i4 + j]).fma(w, z4);
      z5 = FloatVector.broadcast(SPECIES, x[i5 + j]).fma(w, z5);
      z6 = FloatVector.broadcast(SPECIES, x[i6 + j]).fma(w, z6);
      z7 = FloatVector.broadcast(SPECIES, x[i7 + j]).fma(w, z7);
    }
    if (intercept != 0) {
      FloatVector b = FloatVector.fromArray(SPECIES, work, panel + features * WIDTH);
      z0 = z0.add(b);
      z1 = z1.add(b);
      z2 = z2.add(b);
      z3 = z3.add(b);
      z4 = z4.add(b);
      z5 = z5.add(b);
      z6 = z6.add(b);
      z7 = z7.add(b);
    }
    z0.intoArray(work, to);
    z1.intoArray(work, to + stride);
    z2.intoArray(work, to + 2 * stride);
    z3.intoArray(work, to + 3 * stride);
    z4.intoArray(work, to + 4 * stride);
    z5.intoArray(work, to + 5 * stride);
    z6.intoArray(work, to + 6 * stride);
    z7.intoArray(work, to + 7 * stride);
  }

  private static void logits1(FloatLinear call, int row, int panel, int to) {
    float[] x = call.values();
    int features = call.features();
    float[] work = call.work();
    int intercept = call.intercept();
    int i = call.valuesOffset() + row * features;
    FloatVector z = FloatVector.zero(SPECIES);
    for (int j = 0; j < features; j++) {
      z =
          FloatVector.broadcast(SPECIES, x[i + j])
              .fma(FloatVector.fromArray(SPECIES, work, panel + j * WIDTH), z);
    }
    if (intercept != 0) {
      z = z.add(FloatVector.fromArray(SPECIES, work, panel + features * WIDTH));
    }
    z.intoArray(work, to);
  }
}
