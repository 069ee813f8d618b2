package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.LANES;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_2;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_4;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_8;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.X_TAIL_END;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.Y_TAIL_END;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.Kernel;

/**
 * Linear models' losses and gradients with the Vector API.
 *
 * <p>Dense rows are taken in tiles that are still in the cache when the gradient reads them, so
 * that X is read from memory once. Tiles lie inside row blocks and change no bit.
 *
 * <p>Softmax multiplies with the coefficients transposed into panels: panel c holds the classes
 * {@code c * WIDTH …}, one vector per feature and, after them, that of the intercepts. Logits and
 * residuals of a row block lie in rows of whole vectors.
 *
 * <p>No vector is passed to or returned by a method: see {@link VectorFloatSoftmaxCrossEntropy}.
 */
public final class VectorFloatLinearKernels implements FloatLinearKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  /** Bytes of rows per tile: part of a second-level cache (8 to 128 KiB were tried). */
  private static final int TILE_BYTES = 64 << 10;

  /** Bytes of rows per tile at most, if the rows are long. */
  private static final int MAX_TILE_BYTES = 128 << 10;

  /** Rows per tile at least, if they fit: to load and store the gradient costs as much as a row. */
  private static final int MIN_TILE_ROWS = 16;

  /** How far apart the accumulators of a pass of eight lie. */
  private static final int EIGHTH = LANES / 8;

  private static final FloatPointLossKernel SQUARED = new VectorFloatSquaredError();
  private static final FloatPointLossKernel CROSS_ENTROPY = new VectorFloatLogistic();

  /** The calls of the losses of blocks, by the number of the loss; reused by each thread. */
  private static final ThreadLocal<FloatPointLoss[]> LOSS_CALLS =
      ThreadLocal.withInitial(
          () ->
              new FloatPointLoss[] {
                new FloatPointLoss(Kernel.SQUARED_ERROR).scalar(0, 1),
                new FloatPointLoss(Kernel.SQUARED_ERROR).scalar(0, 0.5f),
                new FloatPointLoss(Kernel.LOGISTIC),
                new FloatPointLoss(Kernel.LOGISTIC).flags(1)
              });

  private static int row(int[] rows, int rowsOffset, int firstRow, int position) {
    return rows == null ? firstRow + position : rows[rowsOffset + position];
  }

  /** {@code length} rounded up to whole vectors. */
  private static int padded(int length) {
    return (length + WIDTH - 1) & -WIDTH;
  }

  private static int tileRows(int features) {
    long bytes = (long) Math.max(1, features) * Float.BYTES;
    long rows = Math.max(MIN_TILE_ROWS, TILE_BYTES / bytes) & -MIN_TILE_ROWS;
    return (int) Math.clamp(MAX_TILE_BYTES / bytes, 1, Math.min(rows, ROW_BLOCK));
  }

  @Override
  public void denseMargins(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    if (LANES == 4 * WIDTH) {
      margins4(
          x,
          xOffset,
          features,
          rows,
          rowsOffset,
          firstRow,
          rowCount,
          param,
          paramOffset,
          intercept,
          out,
          outOffset);
    } else {
      margins8(
          x,
          xOffset,
          features,
          rows,
          rowsOffset,
          firstRow,
          rowCount,
          param,
          paramOffset,
          intercept,
          out,
          outOffset);
    }
  }

  private static void margins4(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    int full = features & -LANES;
    int rest = features - full;
    float[] tails = null;
    if (rest > 0) {
      tails = VectorFloatReductionKernels.TAILS.get();
      System.arraycopy(param, paramOffset + full, tails, Y_TAIL_END - rest, rest);
    }
    float b = intercept == 0 ? 0 : param[paramOffset + features];
    for (int p = 0; p < rowCount; p++) {
      int i = rows == null ? firstRow + p : rows[rowsOffset + p];
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
      out[outOffset + p] = intercept == 0 ? dot : dot + b;
    }
  }

  private static void margins8(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    int full = features & -LANES;
    int rest = features - full;
    float[] tails = null;
    if (rest > 0) {
      tails = VectorFloatReductionKernels.TAILS.get();
      System.arraycopy(param, paramOffset + full, tails, Y_TAIL_END - rest, rest);
    }
    float b = intercept == 0 ? 0 : param[paramOffset + features];
    for (int p = 0; p < rowCount; p++) {
      int i = rows == null ? firstRow + p : rows[rowsOffset + p];
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
      out[outOffset + p] = intercept == 0 ? dot : dot + b;
    }
  }

  @Override
  public void csrMargins(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    int stored = Math.min(columns.length, values.length);
    for (int p = 0; p < rowCount; p++) {
      int i = rows == null ? firstRow + p : rows[rowsOffset + p];
      int to = rowPointers[i + 1];
      int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
      float dot = sparseDot(columns, values, features, from, to, param, paramOffset);
      out[outOffset + p] = intercept == 0 ? dot : dot + param[paramOffset + features];
    }
  }

  /** The eight lanes of the contract, in scalars, since rows are mostly short. */
  private static float sparseDot(
      int[] columns, float[] values, int features, int from, int to, float[] w, int wOffset) {
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

  /**
   * Turns {@code n} margins (at {@code margin} in work) into residuals in place, and stores the
   * losses, at {@code margin + ROW_BLOCK}.
   */
  private static void residuals(
      int loss,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int n,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] work,
      int margin) {
    int losses = margin + ROW_BLOCK;
    float[] y = target;
    int yOffset = targetOffset + firstRow;
    float[] w = weight;
    int wOffset = weightOffset + firstRow;
    if (rows != null) {
      y = work;
      yOffset = losses + ROW_BLOCK;
      gather(target, targetOffset, rows, rowsOffset, n, work, yOffset);
      if (weight != null) {
        w = work;
        wOffset = yOffset + ROW_BLOCK;
        gather(weight, weightOffset, rows, rowsOffset, n, work, wOffset);
      }
    }
    FloatPointLoss call = LOSS_CALLS.get()[loss];
    call.prediction(work, margin).target(y, yOffset).weight(w, wOffset);
    call.loss(work, losses).gradient(work, margin);
    (loss < LOGISTIC ? SQUARED : CROSS_ENTROPY).evaluate(call, 0, n, 0);
  }

  private static void gather(
      float[] from, int fromOffset, int[] rows, int rowsOffset, int n, float[] to, int toOffset) {
    for (int p = 0; p < n; p++) {
      to[toOffset + p] = from[fromOffset + rows[rowsOffset + p]];
    }
  }

  private static void addTo(double[] gradient, int gradientOffset, float[] a, int offset, int n) {
    for (int j = 0; j < n; j++) {
      gradient[gradientOffset + j] += (double) a[offset + j];
    }
  }

  @Override
  public double denseLoss(
      int loss,
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int margin = workOffset + features;
    int tile = gradient == null ? ROW_BLOCK : tileRows(features);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      if (gradient != null) {
        Arrays.fill(work, workOffset, workOffset + features, 0);
      }
      for (int t = 0; t < n; t += tile) {
        int count = Math.min(tile, n - t);
        int list = rowsOffset + start + t;
        int first = firstRow + start + t;
        denseMargins(
            x,
            xOffset,
            features,
            rows,
            list,
            first,
            count,
            param,
            paramOffset,
            intercept,
            work,
            margin + t);
        residuals(
            loss,
            rows,
            list,
            first,
            count,
            target,
            targetOffset,
            weight,
            weightOffset,
            work,
            margin + t);
        if (gradient != null) {
          addRows(
              x,
              xOffset,
              features,
              rows,
              list,
              first,
              count,
              work,
              margin + t,
              1,
              workOffset,
              margin + 4 * ROW_BLOCK);
        }
      }
      carry += (double) VectorFloatReductionKernels.sumBlock(work, margin + ROW_BLOCK, n);
      if (gradient != null) {
        addTo(gradient, gradientOffset, work, workOffset, features);
        if (intercept != 0) {
          gradient[gradientOffset + features] +=
              (double) VectorFloatReductionKernels.sumBlock(work, margin, n);
        }
      }
    }
    return carry;
  }

  /**
   * Adds rows times their residuals, {@code g_j = fma(r_i, x_ij, g_j)}.
   *
   * @param residual where the residual of the first row lies in work, that of the next {@code
   *     stride} after it
   * @param g where the sums lie in work
   * @param spare one vector of scratch in work
   */
  private static void addRows(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g,
      int spare) {
    int j = 0;
    for (; j <= features - 8 * WIDTH; j += 8 * WIDTH) {
      addColumns8(x, xOffset + j, features, rows, list, first, n, work, residual, stride, g + j);
    }
    if (j <= features - 4 * WIDTH) {
      addColumns4(x, xOffset + j, features, rows, list, first, n, work, residual, stride, g + j);
      j += 4 * WIDTH;
    }
    for (; j < features; j += WIDTH) {
      addColumns1(
          x, xOffset, j, features, rows, list, first, n, work, residual, stride, g + j, spare);
    }
  }

  /** Columns j … j + WIDTH - 1, as far as there are any. */
  private static void addColumns1(
      float[] x,
      int xOffset,
      int j,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g,
      int spare) {
    // Lanes after the last column compute something from the next row; it is not copied back.
    int count = Math.min(WIDTH, features - j);
    FloatVector g0 = FloatVector.fromArray(SPECIES, work, g);
    for (int p = 0; p < n; p++) {
      int i = xOffset + j + (rows == null ? first + p : rows[list + p]) * features;
      float[] xs = x;
      if (i > x.length - WIDTH) {
        System.arraycopy(x, i, work, spare, count);
        xs = work;
        i = spare;
      }
      g0 =
          FloatVector.broadcast(SPECIES, work[residual + p * stride])
              .fma(FloatVector.fromArray(SPECIES, xs, i), g0);
    }
    g0.intoArray(work, spare);
    System.arraycopy(work, spare, work, g, count);
  }

  private static void addColumns8(
      float[] x,
      int xColumn,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g) {
    FloatVector g0 = FloatVector.fromArray(SPECIES, work, g);
    FloatVector g1 = FloatVector.fromArray(SPECIES, work, g + WIDTH);
    FloatVector g2 = FloatVector.fromArray(SPECIES, work, g + 2 * WIDTH);
    FloatVector g3 = FloatVector.fromArray(SPECIES, work, g + 3 * WIDTH);
    FloatVector g4 = FloatVector.fromArray(SPECIES, work, g + 4 * WIDTH);
    FloatVector g5 = FloatVector.fromArray(SPECIES, work, g + 5 * WIDTH);
    FloatVector g6 = FloatVector.fromArray(SPECIES, work, g + 6 * WIDTH);
    FloatVector g7 = FloatVector.fromArray(SPECIES, work, g + 7 * WIDTH);
    for (int p = 0; p < n; p++) {
      int i = xColumn + (rows == null ? first + p : rows[list + p]) * features;
      FloatVector r = FloatVector.broadcast(SPECIES, work[residual + p * stride]);
      g0 = r.fma(FloatVector.fromArray(SPECIES, x, i), g0);
      g1 = r.fma(FloatVector.fromArray(SPECIES, x, i + WIDTH), g1);
      g2 = r.fma(FloatVector.fromArray(SPECIES, x, i + 2 * WIDTH), g2);
      g3 = r.fma(FloatVector.fromArray(SPECIES, x, i + 3 * WIDTH), g3);
      g4 = r.fma(FloatVector.fromArray(SPECIES, x, i + 4 * WIDTH), g4);
      g5 = r.fma(FloatVector.fromArray(SPECIES, x, i + 5 * WIDTH), g5);
      g6 = r.fma(FloatVector.fromArray(SPECIES, x, i + 6 * WIDTH), g6);
      g7 = r.fma(FloatVector.fromArray(SPECIES, x, i + 7 * WIDTH), g7);
    }
    g0.intoArray(work, g);
    g1.intoArray(work, g + WIDTH);
    g2.intoArray(work, g + 2 * WIDTH);
    g3.intoArray(work, g + 3 * WIDTH);
    g4.intoArray(work, g + 4 * WIDTH);
    g5.intoArray(work, g + 5 * WIDTH);
    g6.intoArray(work, g + 6 * WIDTH);
    g7.intoArray(work, g + 7 * WIDTH);
  }

  private static void addColumns4(
      float[] x,
      int xColumn,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g) {
    FloatVector g0 = FloatVector.fromArray(SPECIES, work, g);
    FloatVector g1 = FloatVector.fromArray(SPECIES, work, g + WIDTH);
    FloatVector g2 = FloatVector.fromArray(SPECIES, work, g + 2 * WIDTH);
    FloatVector g3 = FloatVector.fromArray(SPECIES, work, g + 3 * WIDTH);
    for (int p = 0; p < n; p++) {
      int i = xColumn + (rows == null ? first + p : rows[list + p]) * features;
      FloatVector r = FloatVector.broadcast(SPECIES, work[residual + p * stride]);
      g0 = r.fma(FloatVector.fromArray(SPECIES, x, i), g0);
      g1 = r.fma(FloatVector.fromArray(SPECIES, x, i + WIDTH), g1);
      g2 = r.fma(FloatVector.fromArray(SPECIES, x, i + 2 * WIDTH), g2);
      g3 = r.fma(FloatVector.fromArray(SPECIES, x, i + 3 * WIDTH), g3);
    }
    g0.intoArray(work, g);
    g1.intoArray(work, g + WIDTH);
    g2.intoArray(work, g + 2 * WIDTH);
    g3.intoArray(work, g + 3 * WIDTH);
  }

  @Override
  public double csrLoss(
      int loss,
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int margin = workOffset + features;
    int stored = Math.min(columns.length, values.length);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      csrMargins(
          rowPointers,
          columns,
          values,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          intercept,
          work,
          margin);
      residuals(
          loss, rows, list, first, n, target, targetOffset, weight, weightOffset, work, margin);
      carry += (double) VectorFloatReductionKernels.sumBlock(work, margin + ROW_BLOCK, n);
      if (gradient == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        int i = rows == null ? first + p : rows[list + p];
        int to = rowPointers[i + 1];
        int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
        addEntries(columns, values, features, from, to, work[margin + p], gradient, gradientOffset);
      }
      if (intercept != 0) {
        gradient[gradientOffset + features] +=
            (double) VectorFloatReductionKernels.sumBlock(work, margin, n);
      }
    }
    return carry;
  }

  /** Adds one CSR row times {@code r}. */
  private static void addEntries(
      int[] columns,
      float[] values,
      int features,
      int from,
      int to,
      double r,
      double[] gradient,
      int offset) {
    for (int e = from; e < to; e++) {
      int g = offset + Objects.checkIndex(columns[e], features);
      gradient[g] = Math.fma(r, (double) values[e], gradient[g]);
    }
  }

  /** Transposes the coefficients, and the intercepts if any, into panels. */
  private static void transpose(
      float[] param,
      int paramOffset,
      int features,
      int classes,
      int intercept,
      float[] work,
      int panels) {
    int panelLength = (features + 1) * WIDTH;
    int last = panels + (padded(classes) / WIDTH - 1) * panelLength;
    Arrays.fill(work, last, last + panelLength, 0);
    for (int k = 0; k < classes; k++) {
      int to = panels + k / WIDTH * panelLength + k % WIDTH;
      int from = paramOffset + k * features;
      for (int j = 0; j < features; j++) {
        work[to + j * WIDTH] = param[from + j];
      }
      if (intercept != 0) {
        work[to + features * WIDTH] = param[paramOffset + classes * features + k];
      }
    }
  }

  /**
   * Logits of {@code n} dense rows, from the panels.
   *
   * @param z where the logits of the first row go in work, those of the next {@code stride} after
   */
  private static void blockLogits(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      int intercept,
      float[] work,
      int panels,
      int z,
      int stride) {
    for (int c = 0; c < stride; c += WIDTH) {
      int panel = panels + c * (features + 1);
      int p = 0;
      for (; p <= n - 8; p += 8) {
        logits8(x, xOffset, features, rows, list, first, p, intercept, work, panel, z + c, stride);
      }
      for (; p < n; p++) {
        int i = xOffset + (rows == null ? first + p : rows[list + p]) * features;
        logits1(x, i, features, intercept, work, panel, z + c + p * stride);
      }
    }
  }

  private static void logits8(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int list,
      int first,
      int p,
      int intercept,
      float[] work,
      int panel,
      int z,
      int stride) {
    int row = (rows == null ? first : list) + p;
    int i0 = xOffset + (rows == null ? row : rows[row]) * features;
    int i1 = xOffset + (rows == null ? row + 1 : rows[row + 1]) * features;
    int i2 = xOffset + (rows == null ? row + 2 : rows[row + 2]) * features;
    int i3 = xOffset + (rows == null ? row + 3 : rows[row + 3]) * features;
    int i4 = xOffset + (rows == null ? row + 4 : rows[row + 4]) * features;
    int i5 = xOffset + (rows == null ? row + 5 : rows[row + 5]) * features;
    int i6 = xOffset + (rows == null ? row + 6 : rows[row + 6]) * features;
    int i7 = xOffset + (rows == null ? row + 7 : rows[row + 7]) * features;
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
    int to = z + p * stride;
    z0.intoArray(work, to);
    z1.intoArray(work, to + stride);
    z2.intoArray(work, to + 2 * stride);
    z3.intoArray(work, to + 3 * stride);
    z4.intoArray(work, to + 4 * stride);
    z5.intoArray(work, to + 5 * stride);
    z6.intoArray(work, to + 6 * stride);
    z7.intoArray(work, to + 7 * stride);
  }

  private static void logits1(
      float[] x, int i, int features, int intercept, float[] work, int panel, int to) {
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

  @Override
  public void denseLogits(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    int stride = padded(classes);
    int logits = workOffset + (features + 1) * stride;
    transpose(param, paramOffset, features, classes, intercept, work, workOffset);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      blockLogits(
          x, xOffset, features, rows, list, first, n, intercept, work, workOffset, logits, stride);
      copyRows(work, logits, stride, n, classes, out, outOffset + start * classes);
    }
  }

  private static void copyRows(
      float[] work, int logits, int stride, int n, int classes, float[] out, int outOffset) {
    for (int p = 0; p < n; p++) {
      System.arraycopy(work, logits + p * stride, out, outOffset + p * classes, classes);
    }
  }

  /** Adds the residuals of a row block to the gradient of the intercepts. */
  private static void addIntercepts(
      float[] work,
      int residuals,
      int stride,
      int n,
      int classes,
      int sums,
      double[] gradient,
      int gradientOffset) {
    for (int c = 0; c < stride; c += WIDTH) {
      FloatVector t = FloatVector.zero(SPECIES);
      for (int p = 0; p < n; p++) {
        t = t.add(FloatVector.fromArray(SPECIES, work, residuals + c + p * stride));
      }
      t.intoArray(work, sums);
      addTo(gradient, gradientOffset + c, work, sums, Math.min(WIDTH, classes - c));
    }
  }

  @Override
  public double denseSoftmax(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int size = classes * features;
    int stride = padded(classes);
    int panels = workOffset + size;
    int logits = panels + (features + 1) * stride;
    int scratch = logits + ROW_BLOCK * stride;
    int tile = tileRows(features);
    transpose(param, paramOffset, features, classes, intercept, work, panels);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      blockLogits(
          x, xOffset, features, rows, list, first, n, intercept, work, panels, logits, stride);
      VectorFloatSoftmaxCrossEntropy.softmaxRows(
          work,
          logits,
          stride,
          classes,
          rows,
          list,
          first,
          n,
          target,
          targetOffset,
          weight,
          weightOffset,
          gradient != null,
          1,
          scratch,
          scratch + ROW_BLOCK);
      carry += (double) VectorFloatReductionKernels.sumBlock(work, scratch, n);
      if (gradient == null) {
        continue;
      }
      Arrays.fill(work, workOffset, workOffset + size, 0);
      for (int t = 0; t < n; t += tile) {
        int residual = logits + t * stride;
        addRowsByClass(
            x,
            xOffset,
            features,
            rows,
            list + t,
            first + t,
            Math.min(tile, n - t),
            classes,
            work,
            residual,
            stride,
            workOffset,
            scratch + 2 * ROW_BLOCK);
      }
      addTo(gradient, gradientOffset, work, workOffset, size);
      if (intercept != 0) {
        addIntercepts(work, logits, stride, n, classes, scratch, gradient, gradientOffset + size);
      }
    }
    return carry;
  }

  /** {@link #addRows} for each class, four at a time. */
  private static void addRowsByClass(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      int classes,
      float[] work,
      int residual,
      int stride,
      int g,
      int spare) {
    int k = 0;
    for (; k <= classes - 4; k += 4) {
      int r = residual + k;
      int base = g + k * features;
      int j = 0;
      for (; j <= features - 2 * WIDTH; j += 2 * WIDTH) {
        addFourByTwo(x, xOffset, j, features, rows, list, first, n, work, r, stride, base);
      }
      for (; j < features; j += WIDTH) {
        addFourByOne(x, xOffset, j, features, rows, list, first, n, work, r, stride, base, spare);
      }
    }
    for (; k < classes; k++) {
      addRows(
          x,
          xOffset,
          features,
          rows,
          list,
          first,
          n,
          work,
          residual + k,
          stride,
          g + k * features,
          spare);
    }
  }

  /** Four classes by two vectors of columns from column j. */
  private static void addFourByTwo(
      float[] x,
      int xOffset,
      int j,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g) {
    int a = g + j;
    int b = a + features;
    int c = b + features;
    int d = c + features;
    FloatVector a0 = FloatVector.fromArray(SPECIES, work, a);
    FloatVector a1 = FloatVector.fromArray(SPECIES, work, a + WIDTH);
    FloatVector b0 = FloatVector.fromArray(SPECIES, work, b);
    FloatVector b1 = FloatVector.fromArray(SPECIES, work, b + WIDTH);
    FloatVector c0 = FloatVector.fromArray(SPECIES, work, c);
    FloatVector c1 = FloatVector.fromArray(SPECIES, work, c + WIDTH);
    FloatVector d0 = FloatVector.fromArray(SPECIES, work, d);
    FloatVector d1 = FloatVector.fromArray(SPECIES, work, d + WIDTH);
    for (int p = 0; p < n; p++) {
      int i = xOffset + j + (rows == null ? first + p : rows[list + p]) * features;
      int r = residual + p * stride;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + WIDTH);
      a0 = FloatVector.broadcast(SPECIES, work[r]).fma(x0, a0);
      a1 = FloatVector.broadcast(SPECIES, work[r]).fma(x1, a1);
      b0 = FloatVector.broadcast(SPECIES, work[r + 1]).fma(x0, b0);
      b1 = FloatVector.broadcast(SPECIES, work[r + 1]).fma(x1, b1);
      c0 = FloatVector.broadcast(SPECIES, work[r + 2]).fma(x0, c0);
      c1 = FloatVector.broadcast(SPECIES, work[r + 2]).fma(x1, c1);
      d0 = FloatVector.broadcast(SPECIES, work[r + 3]).fma(x0, d0);
      d1 = FloatVector.broadcast(SPECIES, work[r + 3]).fma(x1, d1);
    }
    a0.intoArray(work, a);
    a1.intoArray(work, a + WIDTH);
    b0.intoArray(work, b);
    b1.intoArray(work, b + WIDTH);
    c0.intoArray(work, c);
    c1.intoArray(work, c + WIDTH);
    d0.intoArray(work, d);
    d1.intoArray(work, d + WIDTH);
  }

  /** Four classes by the columns j … j + WIDTH - 1, as far as there are any. */
  private static void addFourByOne(
      float[] x,
      int xOffset,
      int j,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] work,
      int residual,
      int stride,
      int g,
      int spare) {
    int count = Math.min(WIDTH, features - j);
    int a = g + j;
    int b = a + features;
    int c = b + features;
    int d = c + features;
    FloatVector a0 = FloatVector.fromArray(SPECIES, work, a);
    FloatVector b0 = FloatVector.fromArray(SPECIES, work, b);
    FloatVector c0 = FloatVector.fromArray(SPECIES, work, c);
    FloatVector d0 = FloatVector.fromArray(SPECIES, work, d);
    for (int p = 0; p < n; p++) {
      int i = xOffset + j + (rows == null ? first + p : rows[list + p]) * features;
      int r = residual + p * stride;
      float[] xs = x;
      if (i > x.length - WIDTH) {
        System.arraycopy(x, i, work, spare, count);
        xs = work;
        i = spare;
      }
      FloatVector x0 = FloatVector.fromArray(SPECIES, xs, i);
      a0 = FloatVector.broadcast(SPECIES, work[r]).fma(x0, a0);
      b0 = FloatVector.broadcast(SPECIES, work[r + 1]).fma(x0, b0);
      c0 = FloatVector.broadcast(SPECIES, work[r + 2]).fma(x0, c0);
      d0 = FloatVector.broadcast(SPECIES, work[r + 3]).fma(x0, d0);
    }
    a0.intoArray(work, spare);
    System.arraycopy(work, spare, work, a, count);
    b0.intoArray(work, spare);
    System.arraycopy(work, spare, work, b, count);
    c0.intoArray(work, spare);
    System.arraycopy(work, spare, work, c, count);
    d0.intoArray(work, spare);
    System.arraycopy(work, spare, work, d, count);
  }

  /** Number of stored entries of the rows. */
  private static long entries(
      int[] rowPointers, int[] rows, int rowsOffset, int firstRow, int rowCount) {
    if (rows == null) {
      return rowCount == 0 ? 0 : rowPointers[firstRow + rowCount] - rowPointers[firstRow];
    }
    long entries = 0;
    for (int p = 0; p < rowCount; p++) {
      int i = rows[rowsOffset + p];
      entries += rowPointers[i + 1] - rowPointers[i];
    }
    return entries;
  }

  /** Logits of a CSR row for the classes of one panel. */
  private static void sparseLogits(
      int[] columns,
      float[] values,
      int from,
      int to,
      int features,
      int intercept,
      float[] work,
      int panel,
      int out) {
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
  private static void sparseLogitsByClass(
      int[] columns,
      float[] values,
      int from,
      int to,
      int features,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset) {
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
      out[outOffset + k] = intercept == 0 ? z0 : z0 + param[b + k];
      if (k + 1 < classes) {
        out[outOffset + k + 1] = intercept == 0 ? z1 : z1 + param[b + k + 1];
      }
      if (k + 2 < classes) {
        out[outOffset + k + 2] = intercept == 0 ? z2 : z2 + param[b + k + 2];
      }
      if (k + 3 < classes) {
        out[outOffset + k + 3] = intercept == 0 ? z3 : z3 + param[b + k + 3];
      }
    }
  }

  /**
   * Logits of {@code n} CSR rows, from the panels if they were made, else from the coefficients.
   *
   * @param z where the logits of the first row go in work, those of the next {@code stride} after
   */
  private static void sparseBlockLogits(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int list,
      int first,
      int n,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      boolean transposed,
      float[] work,
      int panels,
      int z,
      int stride) {
    int stored = Math.min(columns.length, values.length);
    for (int p = 0; p < n; p++) {
      int i = rows == null ? first + p : rows[list + p];
      int to = rowPointers[i + 1];
      int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
      int out = z + p * stride;
      if (transposed) {
        for (int c = 0; c < stride; c += WIDTH) {
          sparseLogits(
              columns,
              values,
              from,
              to,
              features,
              intercept,
              work,
              panels + c * (features + 1),
              out + c);
        }
      } else {
        sparseLogitsByClass(
            columns, values, from, to, features, param, paramOffset, classes, intercept, work, out);
      }
    }
  }

  @Override
  public void csrLogits(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    int stride = padded(classes);
    int logits = workOffset + (features + 1) * stride;
    // Transposing costs about as much as the logits of as many entries as there are features.
    boolean transposed = entries(rowPointers, rows, rowsOffset, firstRow, rowCount) > features;
    if (transposed) {
      transpose(param, paramOffset, features, classes, intercept, work, workOffset);
    }
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      sparseBlockLogits(
          rowPointers,
          columns,
          values,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          classes,
          intercept,
          transposed,
          work,
          workOffset,
          logits,
          stride);
      copyRows(work, logits, stride, n, classes, out, outOffset + start * classes);
    }
  }

  @Override
  public double csrSoftmax(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int stride = padded(classes);
    int logits = workOffset + (features + 1) * stride;
    int scratch = logits + ROW_BLOCK * stride;
    int stored = Math.min(columns.length, values.length);
    boolean transposed = entries(rowPointers, rows, rowsOffset, firstRow, rowCount) > features;
    if (transposed) {
      transpose(param, paramOffset, features, classes, intercept, work, workOffset);
    }
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      sparseBlockLogits(
          rowPointers,
          columns,
          values,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          classes,
          intercept,
          transposed,
          work,
          workOffset,
          logits,
          stride);
      VectorFloatSoftmaxCrossEntropy.softmaxRows(
          work,
          logits,
          stride,
          classes,
          rows,
          list,
          first,
          n,
          target,
          targetOffset,
          weight,
          weightOffset,
          gradient != null,
          1,
          scratch,
          scratch + ROW_BLOCK);
      carry += (double) VectorFloatReductionKernels.sumBlock(work, scratch, n);
      if (gradient == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        int i = rows == null ? first + p : rows[list + p];
        int to = rowPointers[i + 1];
        int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
        for (int k = 0; k < classes; k++) {
          addEntries(
              columns,
              values,
              features,
              from,
              to,
              work[logits + p * stride + k],
              gradient,
              gradientOffset + k * features);
        }
      }
      if (intercept != 0) {
        addIntercepts(
            work,
            logits,
            stride,
            n,
            classes,
            scratch,
            gradient,
            gradientOffset + classes * features);
      }
    }
    return carry;
  }

  /** C2 turns this loop into vectors by itself, with the conversions between the precisions. */
  @Override
  public void finishGradient(
      double[] accumulator,
      int accumulatorOffset,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      double scale,
      double l2) {
    if (l2 == 0) {
      for (int j = 0; j < length; j++) {
        gradient[gradientOffset + j] = (float) (accumulator[accumulatorOffset + j] * scale);
      }
    } else {
      for (int j = 0; j < length; j++) {
        double g = accumulator[accumulatorOffset + j] * scale;
        g = Math.fma(l2, (double) param[paramOffset + j], g);
        gradient[gradientOffset + j] = (float) g;
      }
    }
  }
}
