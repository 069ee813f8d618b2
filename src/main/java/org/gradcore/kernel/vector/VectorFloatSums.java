package org.gradcore.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;

/**
 * Sums of blocks in the canonical order. The virtual lanes are 4 vectors at 512 bits, 8 at 256 and
 * 16 at 128; they are the accumulators. Sixteen are taken in two passes over the block, the even
 * vectors and the odd ones, since few machines have registers for them: each pass folds by itself,
 * and the last step of the fold joins the two.
 *
 * <p>No vector is passed to or returned by a method: see {@link VectorFloatSoftmaxCrossEntropy}.
 */
final class VectorFloatSums {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  static final int LANES = Blocks.LANE_BYTES / Float.BYTES;

  /** How far apart the accumulators of a pass of eight lie. */
  private static final int EIGHTH = LANES / 8;

  // Rotations by a half, a quarter, … of a vector. Adding them in turn folds by halving, down to
  // two lanes; a vector of two (double, 128 bits) has no rotation that is fast on x86.
  static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  static final VectorShuffle<Float> ROTATE_8 = rotation(8);

  // Parts of the tails: elements of x that end where zeros begin, and of y where -0 begins. So one
  // set of lanes read from the first element is filled up. fma(+0, -0, s) is s for every s, -0
  // among them: a lane without an element keeps its sum.
  static final int X_TAIL_END = LANES;
  static final int Y_TAIL_END = 3 * LANES;

  /**
   * Holds the elements after the last whole set of lanes. Reused by each thread, since kernels do
   * not allocate.
   */
  static final ThreadLocal<float[]> TAILS =
      ThreadLocal.withInitial(
          () -> {
            float[] tails = new float[4 * LANES];
            Arrays.fill(tails, Y_TAIL_END, Y_TAIL_END + LANES, -0.0f);
            return tails;
          });

  private VectorFloatSums() {}

  private static VectorShuffle<Float> rotation(int fraction) {
    return VectorShuffle.iota(SPECIES, WIDTH / fraction, 1, true);
  }

  /** Folds the virtual lanes that lie in an array, and leaves them changed. */
  static float foldLanes(float[] lanes, int offset) {
    for (int half = LANES / 2; half >= WIDTH; half /= 2) {
      for (int j = offset; j < offset + half; j += WIDTH) {
        FloatVector.fromArray(SPECIES, lanes, j)
            .add(FloatVector.fromArray(SPECIES, lanes, j + half))
            .intoArray(lanes, j);
      }
    }
    FloatVector v = FloatVector.fromArray(SPECIES, lanes, offset);
    if (WIDTH >= 4) {
      v = v.add(v.rearrange(ROTATE_2));
    }
    if (WIDTH >= 8) {
      v = v.add(v.rearrange(ROTATE_4));
    }
    if (WIDTH >= 16) {
      v = v.add(v.rearrange(ROTATE_8));
    }
    return v.lane(0) + v.lane(1);
  }

  /** Canonical dot product of one block (of any length). */
  static float dotBlock(float[] x, int xOffset, float[] y, int yOffset, int length) {
    return LANES == 4 * WIDTH
        ? dotBlock4(x, xOffset, y, yOffset, length)
        : dotBlock8(x, xOffset, y, yOffset, length);
  }

  private static float dotBlock4(float[] x, int xOffset, float[] y, int yOffset, int length) {
    float[] tails = null;
    int rest = length & (LANES - 1);
    int full = length - rest;
    if (rest > 0) {
      // Before there are sums: they would be kept in memory if there were calls meanwhile.
      tails = TAILS.get();
      System.arraycopy(x, xOffset + full, tails, X_TAIL_END - rest, rest);
      System.arraycopy(y, yOffset + full, tails, Y_TAIL_END - rest, rest);
    }
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    while (true) {
      for (int i = 0; i < full; i += LANES) {
        s0 =
            FloatVector.fromArray(SPECIES, x, xOffset + i)
                .fma(FloatVector.fromArray(SPECIES, y, yOffset + i), s0);
        s1 =
            FloatVector.fromArray(SPECIES, x, xOffset + i + WIDTH)
                .fma(FloatVector.fromArray(SPECIES, y, yOffset + i + WIDTH), s1);
        s2 =
            FloatVector.fromArray(SPECIES, x, xOffset + i + 2 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, y, yOffset + i + 2 * WIDTH), s2);
        s3 =
            FloatVector.fromArray(SPECIES, x, xOffset + i + 3 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, y, yOffset + i + 3 * WIDTH), s3);
      }
      if (rest == 0 || x == tails) {
        break;
      }
      x = tails;
      xOffset = X_TAIL_END - rest;
      y = tails;
      yOffset = Y_TAIL_END - rest;
      full = LANES;
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
    return s0.lane(0) + s0.lane(1);
  }

  private static float dotBlock8(float[] x, int xOffset, float[] y, int yOffset, int length) {
    float[] tails = null;
    int rest = length & (LANES - 1);
    if (rest > 0) {
      tails = TAILS.get();
      System.arraycopy(x, xOffset + length - rest, tails, X_TAIL_END - rest, rest);
      System.arraycopy(y, yOffset + length - rest, tails, Y_TAIL_END - rest, rest);
    }
    FloatVector sum = FloatVector.broadcast(SPECIES, -0.0f);
    for (int pass = 0; pass < EIGHTH; pass += WIDTH) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      FloatVector s4 = s0;
      FloatVector s5 = s0;
      FloatVector s6 = s0;
      FloatVector s7 = s0;
      float[] xs = x;
      int a = xOffset + pass;
      float[] ys = y;
      int b = yOffset + pass;
      int full = length - rest;
      while (true) {
        for (int i = 0; i < full; i += LANES) {
          s0 =
              FloatVector.fromArray(SPECIES, xs, a + i)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i), s0);
          s1 =
              FloatVector.fromArray(SPECIES, xs, a + i + EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + EIGHTH), s1);
          s2 =
              FloatVector.fromArray(SPECIES, xs, a + i + 2 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 2 * EIGHTH), s2);
          s3 =
              FloatVector.fromArray(SPECIES, xs, a + i + 3 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 3 * EIGHTH), s3);
          s4 =
              FloatVector.fromArray(SPECIES, xs, a + i + 4 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 4 * EIGHTH), s4);
          s5 =
              FloatVector.fromArray(SPECIES, xs, a + i + 5 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 5 * EIGHTH), s5);
          s6 =
              FloatVector.fromArray(SPECIES, xs, a + i + 6 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 6 * EIGHTH), s6);
          s7 =
              FloatVector.fromArray(SPECIES, xs, a + i + 7 * EIGHTH)
                  .fma(FloatVector.fromArray(SPECIES, ys, b + i + 7 * EIGHTH), s7);
        }
        if (rest == 0 || xs == tails) {
          break;
        }
        xs = tails;
        a = X_TAIL_END - rest + pass;
        ys = tails;
        b = Y_TAIL_END - rest + pass;
        full = LANES;
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
    return sum.lane(0) + sum.lane(1);
  }

  /** Canonical sum of one block (of any length). */
  static float sumBlock(float[] x, int offset, int length) {
    return LANES == 4 * WIDTH ? sumBlock4(x, offset, length) : sumBlock8(x, offset, length);
  }

  private static float sumBlock4(float[] x, int offset, int length) {
    float[] tails = null;
    int rest = length & (LANES - 1);
    int full = length - rest;
    if (rest > 0) {
      tails = TAILS.get();
      System.arraycopy(x, offset + full, tails, X_TAIL_END - rest, rest);
    }
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    while (true) {
      for (int i = 0; i < full; i += LANES) {
        s0 = s0.add(FloatVector.fromArray(SPECIES, x, offset + i));
        s1 = s1.add(FloatVector.fromArray(SPECIES, x, offset + i + WIDTH));
        s2 = s2.add(FloatVector.fromArray(SPECIES, x, offset + i + 2 * WIDTH));
        s3 = s3.add(FloatVector.fromArray(SPECIES, x, offset + i + 3 * WIDTH));
      }
      if (rest == 0 || x == tails) {
        break;
      }
      x = tails;
      offset = X_TAIL_END - rest;
      full = LANES;
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
    return s0.lane(0) + s0.lane(1);
  }

  private static float sumBlock8(float[] x, int offset, int length) {
    float[] tails = null;
    int rest = length & (LANES - 1);
    if (rest > 0) {
      tails = TAILS.get();
      System.arraycopy(x, offset + length - rest, tails, X_TAIL_END - rest, rest);
    }
    FloatVector sum = FloatVector.broadcast(SPECIES, -0.0f);
    for (int pass = 0; pass < EIGHTH; pass += WIDTH) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      FloatVector s4 = s0;
      FloatVector s5 = s0;
      FloatVector s6 = s0;
      FloatVector s7 = s0;
      float[] xs = x;
      int a = offset + pass;
      int full = length - rest;
      while (true) {
        for (int i = 0; i < full; i += LANES) {
          s0 = s0.add(FloatVector.fromArray(SPECIES, xs, a + i));
          s1 = s1.add(FloatVector.fromArray(SPECIES, xs, a + i + EIGHTH));
          s2 = s2.add(FloatVector.fromArray(SPECIES, xs, a + i + 2 * EIGHTH));
          s3 = s3.add(FloatVector.fromArray(SPECIES, xs, a + i + 3 * EIGHTH));
          s4 = s4.add(FloatVector.fromArray(SPECIES, xs, a + i + 4 * EIGHTH));
          s5 = s5.add(FloatVector.fromArray(SPECIES, xs, a + i + 5 * EIGHTH));
          s6 = s6.add(FloatVector.fromArray(SPECIES, xs, a + i + 6 * EIGHTH));
          s7 = s7.add(FloatVector.fromArray(SPECIES, xs, a + i + 7 * EIGHTH));
        }
        if (rest == 0 || xs == tails) {
          break;
        }
        xs = tails;
        a = X_TAIL_END - rest + pass;
        full = LANES;
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
    return sum.lane(0) + sum.lane(1);
  }
}
