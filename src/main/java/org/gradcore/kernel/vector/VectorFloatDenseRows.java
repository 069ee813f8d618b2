package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinear;

/**
 * Gradients of dense rows.
 *
 * <p>Rows are taken in tiles that are still in the cache when the gradient reads them, so that X is
 * read from memory once. Tiles lie inside row blocks and change no bit.
 */
final class VectorFloatDenseRows {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  /** Bytes of rows per tile: part of a second-level cache (8 to 128 KiB were tried). */
  private static final int TILE_BYTES = 64 << 10;

  /** Bytes of rows per tile at most, if the rows are long. */
  private static final int MAX_TILE_BYTES = 128 << 10;

  /** Rows per tile at least, if they fit: to load and store the gradient costs as much as a row. */
  private static final int MIN_TILE_ROWS = 16;

  private VectorFloatDenseRows() {}

  /** Rows per tile. */
  static int tile(int features) {
    long bytes = (long) Math.max(1, features) * Float.BYTES;
    long rows = Math.max(MIN_TILE_ROWS, TILE_BYTES / bytes) & -MIN_TILE_ROWS;
    return (int) Math.clamp(MAX_TILE_BYTES / bytes, 1, Math.min(rows, ROW_BLOCK));
  }

  /**
   * Adds rows times their residuals, {@code g_j = fma(r_i, x_ij, g_j)}.
   *
   * @param residual where the residual of the first row lies in work, that of the next {@code
   *     stride} after it
   * @param g where the sums lie in work
   * @param spare one vector of scratch in work
   */
  static void add(FloatLinear call, int start, int n, int residual, int stride, int g, int spare) {
    int features = call.features();
    int j = 0;
    for (; j <= features - 8 * WIDTH; j += 8 * WIDTH) {
      addColumns8(call, start, n, j, residual, stride, g + j);
    }
    if (j <= features - 4 * WIDTH) {
      addColumns4(call, start, n, j, residual, stride, g + j);
      j += 4 * WIDTH;
    }
    for (; j < features; j += WIDTH) {
      addColumns1(call, start, n, j, residual, stride, g + j, spare);
    }
  }

  /** Columns j … j + WIDTH - 1, as far as there are any. */
  private static void addColumns1(
      FloatLinear call, int start, int n, int j, int residual, int stride, int g, int spare) {
    float[] x = call.values();
    int features = call.features();
    int xColumn = call.valuesOffset() + j;
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] work = call.work();
    // Lanes after the last column compute something from the next row; it is not copied back.
    int count = Math.min(WIDTH, features - j);
    FloatVector g0 = FloatVector.fromArray(SPECIES, work, g);
    for (int p = 0; p < n; p++) {
      int i = xColumn + (rows == null ? first + p : rows[list + p]) * features;
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

  private static void addColumns4(
      FloatLinear call, int start, int n, int j, int residual, int stride, int g) {
    float[] x = call.values();
    int features = call.features();
    int xColumn = call.valuesOffset() + j;
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] work = call.work();
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

  private static void addColumns8(
      FloatLinear call, int start, int n, int j, int residual, int stride, int g) {
    float[] x = call.values();
    int features = call.features();
    int xColumn = call.valuesOffset() + j;
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] work = call.work();
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

  /** {@link #add} for each class, four at a time. */
  static void addByClass(
      FloatLinear call, int start, int n, int residual, int stride, int g, int spare) {
    int features = call.features();
    int classes = call.classes();
    int k = 0;
    for (; k <= classes - 4; k += 4) {
      int r = residual + k;
      int base = g + k * features;
      int j = 0;
      for (; j <= features - 2 * WIDTH; j += 2 * WIDTH) {
        addFourByTwo(call, start, n, j, r, stride, base);
      }
      for (; j < features; j += WIDTH) {
        addFourByOne(call, start, n, j, r, stride, base, spare);
      }
    }
    for (; k < classes; k++) {
      add(call, start, n, residual + k, stride, g + k * features, spare);
    }
  }

  /** Four classes by two vectors of columns from column j. */
  private static void addFourByTwo(
      FloatLinear call, int start, int n, int j, int residual, int stride, int g) {
    float[] x = call.values();
    int features = call.features();
    int xColumn = call.valuesOffset() + j;
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] work = call.work();
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
      int i = xColumn + (rows == null ? first + p : rows[list + p]) * features;
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
      FloatLinear call, int start, int n, int j, int residual, int stride, int g, int spare) {
    float[] x = call.values();
    int features = call.features();
    int xColumn = call.valuesOffset() + j;
    int[] rows = call.rows();
    int first = call.firstRow() + start;
    int list = call.rowsOffset() + start;
    float[] work = call.work();
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
      int i = xColumn + (rows == null ? first + p : rows[list + p]) * features;
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
}
