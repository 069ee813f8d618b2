package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;
import static org.gradcore.kernel.vector.VectorFloatSums.LANES;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_2;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_4;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_8;
import static org.gradcore.kernel.vector.VectorFloatSums.X_TAIL_END;
import static org.gradcore.kernel.vector.VectorFloatSums.Y_TAIL_END;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinear;

/**
 * Linear models with one output over dense rows.
 *
 * <p>A loss takes rows in tiles that are still in the cache when the gradient reads them ({@link
 * VectorFloatDenseRows}).
 */
final class VectorFloatDenseMargins {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  /** How far apart the accumulators of a pass of eight lie. */
  private static final int EIGHTH = LANES / 8;

  private VectorFloatDenseMargins() {}

  static double margins(FloatLinear call, int from, int count, double carry) {
    margins(call, from, count, call.out(), call.outOffset() + from);
    return carry;
  }

  private static void margins(FloatLinear call, int start, int n, float[] out, int at) {
    if (LANES == 4 * WIDTH) {
      margins4(call, start, n, out, at);
    } else {
      margins8(call, start, n, out, at);
    }
  }

  private static void margins4(FloatLinear call, int start, int n, float[] out, int at) {
    float[] x = call.values();
    int xOffset = call.valuesOffset();
    int features = call.features();
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] param = call.param();
    int paramOffset = call.paramOffset();
    int intercept = call.intercept();
    int full = features & -LANES;
    int rest = features - full;
    float[] tails = null;
    if (rest > 0) {
      tails = VectorFloatSums.TAILS.get();
      System.arraycopy(param, paramOffset + full, tails, Y_TAIL_END - rest, rest);
    }
    float b = intercept == 0 ? 0 : param[paramOffset + features];
    for (int p = 0; p < n; p++) {
      int i = rows == null ? first + p : rows[list + p];
      float[] xs = x;
      int from = xOffset + i * features;
      float[] ws = param;
      int w = paramOffset;
      int end = full;
      if (rest > 0) {
        System.arraycopy(x, from + full, tails, X_TAIL_END - rest, rest);
      }
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      while (true) {
        for (int j = 0; j < end; j += LANES) {
          s0 =
              FloatVector.fromArray(SPECIES, xs, from + j)
                  .fma(FloatVector.fromArray(SPECIES, ws, w + j), s0);
          s1 =
              FloatVector.fromArray(SPECIES, xs, from + j + WIDTH)
                  .fma(FloatVector.fromArray(SPECIES, ws, w + j + WIDTH), s1);
          s2 =
              FloatVector.fromArray(SPECIES, xs, from + j + 2 * WIDTH)
                  .fma(FloatVector.fromArray(SPECIES, ws, w + j + 2 * WIDTH), s2);
          s3 =
              FloatVector.fromArray(SPECIES, xs, from + j + 3 * WIDTH)
                  .fma(FloatVector.fromArray(SPECIES, ws, w + j + 3 * WIDTH), s3);
        }
        if (rest == 0 || xs == tails) {
          break;
        }
        xs = tails;
        from = X_TAIL_END - rest;
        ws = tails;
        w = Y_TAIL_END - rest;
        end = LANES;
      }
      s0 = s0.add(s2).add(s1.add(s3));
      if (WIDTH >= 4) {
        s0 = s0.add(s0.rearrange(ROTATE_2));
      }
      if (WIDTH >= 8) {
        s0 = s0.add(s0.rearrange(ROTATE_4));
      }
      if (WIDTH >= 16) {
        s0 = s0.add(s0.rearrange(ROTATE_8));
      }
      float dot = s0.lane(0) + s0.lane(1);
      out[at + p] = intercept == 0 ? dot : dot + b;
    }
  }

  private static void margins8(FloatLinear call, int start, int n, float[] out, int at) {
    float[] x = call.values();
    int xOffset = call.valuesOffset();
    int features = call.features();
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] param = call.param();
    int paramOffset = call.paramOffset();
    int intercept = call.intercept();
    int full = features & -LANES;
    int rest = features - full;
    float[] tails = null;
    if (rest > 0) {
      tails = VectorFloatSums.TAILS.get();
      System.arraycopy(param, paramOffset + full, tails, Y_TAIL_END - rest, rest);
    }
    float b = intercept == 0 ? 0 : param[paramOffset + features];
    for (int p = 0; p < n; p++) {
      int i = rows == null ? first + p : rows[list + p];
      if (rest > 0) {
        int tail = xOffset + i * features + full;
        System.arraycopy(x, tail, tails, X_TAIL_END - rest, rest);
      }
      FloatVector sum = FloatVector.broadcast(SPECIES, -0.0f);
      for (int pass = 0; pass < EIGHTH; pass += WIDTH) {
        float[] xs = x;
        int from = xOffset + i * features + pass;
        float[] ws = param;
        int w = paramOffset + pass;
        int end = full;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        while (true) {
          for (int j = 0; j < end; j += LANES) {
            s0 =
                FloatVector.fromArray(SPECIES, xs, from + j)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j), s0);
            s1 =
                FloatVector.fromArray(SPECIES, xs, from + j + EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + EIGHTH), s1);
            s2 =
                FloatVector.fromArray(SPECIES, xs, from + j + 2 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 2 * EIGHTH), s2);
            s3 =
                FloatVector.fromArray(SPECIES, xs, from + j + 3 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 3 * EIGHTH), s3);
            s4 =
                FloatVector.fromArray(SPECIES, xs, from + j + 4 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 4 * EIGHTH), s4);
            s5 =
                FloatVector.fromArray(SPECIES, xs, from + j + 5 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 5 * EIGHTH), s5);
            s6 =
                FloatVector.fromArray(SPECIES, xs, from + j + 6 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 6 * EIGHTH), s6);
            s7 =
                FloatVector.fromArray(SPECIES, xs, from + j + 7 * EIGHTH)
                    .fma(FloatVector.fromArray(SPECIES, ws, w + j + 7 * EIGHTH), s7);
          }
          if (rest == 0 || xs == tails) {
            break;
          }
          xs = tails;
          from = X_TAIL_END - rest + pass;
          ws = tails;
          w = Y_TAIL_END - rest + pass;
          end = LANES;
        }
        FloatVector even = s0.add(s4).add(s2.add(s6));
        FloatVector odd = s1.add(s5).add(s3.add(s7));
        sum = sum.add(even.add(odd));
      }
      if (WIDTH >= 4) {
        sum = sum.add(sum.rearrange(ROTATE_2));
      }
      if (WIDTH >= 8) {
        sum = sum.add(sum.rearrange(ROTATE_4));
      }
      if (WIDTH >= 16) {
        sum = sum.add(sum.rearrange(ROTATE_8));
      }
      float dot = sum.lane(0) + sum.lane(1);
      out[at + p] = intercept == 0 ? dot : dot + b;
    }
  }

  static double loss(FloatLinear call, int from, int count, double carry) {
    float[] work = call.work();
    int sums = call.workOffset();
    int features = call.features();
    double[] gradient = call.gradient();
    int gradientOffset = call.gradientOffset();
    int margin = sums + features;
    int tile = gradient == null ? ROW_BLOCK : VectorFloatDenseRows.tile(features);
    for (int start = from; start < from + count; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, from + count - start);
      if (gradient != null) {
        Arrays.fill(work, sums, margin, 0);
      }
      for (int t = 0; t < n; t += tile) {
        int rows = Math.min(tile, n - t);
        margins(call, start + t, rows, work, margin + t);
        VectorFloatLinears.residuals(call, start + t, rows, margin + t);
        if (gradient != null) {
          int spare = margin + 4 * ROW_BLOCK;
          VectorFloatDenseRows.add(call, start + t, rows, margin + t, 1, sums, spare);
        }
      }
      carry += (double) VectorFloatSums.sumBlock(work, margin + ROW_BLOCK, n);
      if (gradient != null) {
        VectorFloatLinears.addTo(gradient, gradientOffset, work, sums, features);
        if (call.intercept() != 0) {
          gradient[gradientOffset + features] += (double) VectorFloatSums.sumBlock(work, margin, n);
        }
      }
    }
    return carry;
  }
}
