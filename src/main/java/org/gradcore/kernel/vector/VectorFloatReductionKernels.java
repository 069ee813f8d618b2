package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatReductionKernels;

/**
 * Reductions with the Vector API. The virtual lanes are 4 vectors at 512 bits, 8 at 256 and 16 at
 * 128; they are the accumulators. Sixteen are taken in two passes over the block, the even vectors
 * and the odd ones, since few machines have registers for them: each pass folds by itself, and the
 * last step of the fold joins the two.
 */
public final class VectorFloatReductionKernels implements FloatReductionKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  static final int LANES = Blocks.LANE_BYTES / Float.BYTES;

  /** Where the accumulators of a pass of eight lie apart. */
  private static final int EIGHTH = LANES / 8;

  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_16 = rotation(16);

  /** The lanes of a vector rotated by the given fraction of its length. */
  private static VectorShuffle<Float> rotation(int fraction) {
    return VectorShuffle.iota(SPECIES, WIDTH / fraction, 1, true);
  }

  /** Folds the lanes of a vector by halving. */
  static float fold(FloatVector v) {
    return foldAll(v).lane(0);
  }

  /** The fold in every lane: rotation gives each lane the same additions, commuted. */
  static FloatVector foldAll(FloatVector v) {
    v = v.add(v.rearrange(ROTATE_2));
    if (WIDTH >= 4) {
      v = v.add(v.rearrange(ROTATE_4));
    }
    if (WIDTH >= 8) {
      v = v.add(v.rearrange(ROTATE_8));
    }
    if (WIDTH >= 16) {
      v = v.add(v.rearrange(ROTATE_16));
    }
    return v;
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
    return fold(FloatVector.fromArray(SPECIES, lanes, offset));
  }

  static void clearLanes(float[] lanes, int offset) {
    for (int j = 0; j < LANES; j += WIDTH) {
      FloatVector.zero(SPECIES).intoArray(lanes, offset + j);
    }
  }

  private static FloatVector fma(FloatVector sum, float[] x, int xIndex, float[] y, int yIndex) {
    return FloatVector.fromArray(SPECIES, x, xIndex)
        .fma(FloatVector.fromArray(SPECIES, y, yIndex), sum);
  }

  /** As {@link #fma}, for the first {@code count} lanes (any number); the others keep the sum. */
  private static FloatVector fmaTail(
      FloatVector sum, float[] x, int xIndex, float[] y, int yIndex, int count) {
    return count <= 0 ? sum : fmaMasked(sum, x, xIndex, y, yIndex, SPECIES.indexInRange(0, count));
  }

  private static FloatVector fmaMasked(
      FloatVector sum, float[] x, int xIndex, float[] y, int yIndex, VectorMask<Float> mask) {
    FloatVector a = FloatVector.fromArray(SPECIES, x, xIndex, mask);
    return sum.blend(a.fma(FloatVector.fromArray(SPECIES, y, yIndex, mask), sum), mask);
  }

  private static FloatVector add(FloatVector sum, float[] x, int index) {
    return sum.add(FloatVector.fromArray(SPECIES, x, index));
  }

  /** The sum plus the first {@code count} elements. A sum is never -0, so +0 may be added to it. */
  private static FloatVector addTail(FloatVector sum, float[] x, int index, int count) {
    return count <= 0
        ? sum
        : sum.add(FloatVector.fromArray(SPECIES, x, index, SPECIES.indexInRange(0, count)));
  }

  /** Canonical dot product of one block (of any length). */
  static float dotBlock(float[] x, int xOffset, float[] y, int yOffset, int length) {
    return LANES == 4 * WIDTH
        ? dotBlock4(x, xOffset, y, yOffset, length)
        : dotBlock8(x, xOffset, y, yOffset, length);
  }

  private static float dotBlock4(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i < (length & -LANES); i += LANES) {
      s0 = fma(s0, x, xOffset + i, y, yOffset + i);
      s1 = fma(s1, x, xOffset + i + WIDTH, y, yOffset + i + WIDTH);
      s2 = fma(s2, x, xOffset + i + 2 * WIDTH, y, yOffset + i + 2 * WIDTH);
      s3 = fma(s3, x, xOffset + i + 3 * WIDTH, y, yOffset + i + 3 * WIDTH);
    }
    int rest = length - i;
    if (rest > 0) {
      int a = xOffset + i;
      int b = yOffset + i;
      s0 = fmaTail(s0, x, a, y, b, rest);
      s1 = fmaTail(s1, x, a + WIDTH, y, b + WIDTH, rest - WIDTH);
      s2 = fmaTail(s2, x, a + 2 * WIDTH, y, b + 2 * WIDTH, rest - 2 * WIDTH);
      s3 = fmaTail(s3, x, a + 3 * WIDTH, y, b + 3 * WIDTH, rest - 3 * WIDTH);
    }
    return fold(s0.add(s2).add(s1.add(s3)));
  }

  private static float dotBlock8(float[] x, int xOffset, float[] y, int yOffset, int length) {
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
      int a = xOffset + pass;
      int b = yOffset + pass;
      int i = 0;
      for (; i < (length & -LANES); i += LANES) {
        s0 = fma(s0, x, a + i, y, b + i);
        s1 = fma(s1, x, a + i + EIGHTH, y, b + i + EIGHTH);
        s2 = fma(s2, x, a + i + 2 * EIGHTH, y, b + i + 2 * EIGHTH);
        s3 = fma(s3, x, a + i + 3 * EIGHTH, y, b + i + 3 * EIGHTH);
        s4 = fma(s4, x, a + i + 4 * EIGHTH, y, b + i + 4 * EIGHTH);
        s5 = fma(s5, x, a + i + 5 * EIGHTH, y, b + i + 5 * EIGHTH);
        s6 = fma(s6, x, a + i + 6 * EIGHTH, y, b + i + 6 * EIGHTH);
        s7 = fma(s7, x, a + i + 7 * EIGHTH, y, b + i + 7 * EIGHTH);
      }
      int rest = length - i - pass;
      if (rest > 0) {
        a += i;
        b += i;
        s0 = fmaTail(s0, x, a, y, b, rest);
        s1 = fmaTail(s1, x, a + EIGHTH, y, b + EIGHTH, rest - EIGHTH);
        s2 = fmaTail(s2, x, a + 2 * EIGHTH, y, b + 2 * EIGHTH, rest - 2 * EIGHTH);
        s3 = fmaTail(s3, x, a + 3 * EIGHTH, y, b + 3 * EIGHTH, rest - 3 * EIGHTH);
        s4 = fmaTail(s4, x, a + 4 * EIGHTH, y, b + 4 * EIGHTH, rest - 4 * EIGHTH);
        s5 = fmaTail(s5, x, a + 5 * EIGHTH, y, b + 5 * EIGHTH, rest - 5 * EIGHTH);
        s6 = fmaTail(s6, x, a + 6 * EIGHTH, y, b + 6 * EIGHTH, rest - 6 * EIGHTH);
        s7 = fmaTail(s7, x, a + 7 * EIGHTH, y, b + 7 * EIGHTH, rest - 7 * EIGHTH);
      }
      FloatVector even = s0.add(s4).add(s2.add(s6));
      FloatVector odd = s1.add(s5).add(s3.add(s7));
      sum = sum.add(even.add(odd));
    }
    return fold(sum);
  }

  /** Canonical sum of one block (of any length). */
  static float sumBlock(float[] x, int offset, int length) {
    return LANES == 4 * WIDTH ? sumBlock4(x, offset, length) : sumBlock8(x, offset, length);
  }

  private static float sumBlock4(float[] x, int offset, int length) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i < (length & -LANES); i += LANES) {
      s0 = add(s0, x, offset + i);
      s1 = add(s1, x, offset + i + WIDTH);
      s2 = add(s2, x, offset + i + 2 * WIDTH);
      s3 = add(s3, x, offset + i + 3 * WIDTH);
    }
    int rest = length - i;
    if (rest > 0) {
      int a = offset + i;
      s0 = addTail(s0, x, a, rest);
      s1 = addTail(s1, x, a + WIDTH, rest - WIDTH);
      s2 = addTail(s2, x, a + 2 * WIDTH, rest - 2 * WIDTH);
      s3 = addTail(s3, x, a + 3 * WIDTH, rest - 3 * WIDTH);
    }
    return fold(s0.add(s2).add(s1.add(s3)));
  }

  private static float sumBlock8(float[] x, int offset, int length) {
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
      int a = offset + pass;
      int i = 0;
      for (; i < (length & -LANES); i += LANES) {
        s0 = add(s0, x, a + i);
        s1 = add(s1, x, a + i + EIGHTH);
        s2 = add(s2, x, a + i + 2 * EIGHTH);
        s3 = add(s3, x, a + i + 3 * EIGHTH);
        s4 = add(s4, x, a + i + 4 * EIGHTH);
        s5 = add(s5, x, a + i + 5 * EIGHTH);
        s6 = add(s6, x, a + i + 6 * EIGHTH);
        s7 = add(s7, x, a + i + 7 * EIGHTH);
      }
      int rest = length - i - pass;
      if (rest > 0) {
        a += i;
        s0 = addTail(s0, x, a, rest);
        s1 = addTail(s1, x, a + EIGHTH, rest - EIGHTH);
        s2 = addTail(s2, x, a + 2 * EIGHTH, rest - 2 * EIGHTH);
        s3 = addTail(s3, x, a + 3 * EIGHTH, rest - 3 * EIGHTH);
        s4 = addTail(s4, x, a + 4 * EIGHTH, rest - 4 * EIGHTH);
        s5 = addTail(s5, x, a + 5 * EIGHTH, rest - 5 * EIGHTH);
        s6 = addTail(s6, x, a + 6 * EIGHTH, rest - 6 * EIGHTH);
        s7 = addTail(s7, x, a + 7 * EIGHTH, rest - 7 * EIGHTH);
      }
      FloatVector even = s0.add(s4).add(s2.add(s6));
      FloatVector odd = s1.add(s5).add(s3.add(s7));
      sum = sum.add(even.add(odd));
    }
    return fold(sum);
  }

  @Override
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) dotBlock(x, xOffset + start, y, yOffset + start, n);
      start += n;
    }
    return carry;
  }

  @Override
  public double sum(float[] x, int xOffset, int length, double carry) {
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) sumBlock(x, xOffset + start, n);
      start += n;
    }
    return carry;
  }

  @Override
  public double sumOfSquares(float[] x, int xOffset, int length, double carry) {
    return dot(x, xOffset, x, xOffset, length, carry);
  }

  /** {@code (a > max or a is NaN) ? a : max} for each lane. */
  private static FloatVector larger(FloatVector max, FloatVector a) {
    return max.blend(a, a.compare(GT, max).or(a.test(IS_NAN)));
  }

  /** The largest lane of v in every lane, NaN if any is NaN. */
  static FloatVector largest(FloatVector v) {
    v = larger(v, v.rearrange(ROTATE_2));
    if (WIDTH >= 4) {
      v = larger(v, v.rearrange(ROTATE_4));
    }
    if (WIDTH >= 8) {
      v = larger(v, v.rearrange(ROTATE_8));
    }
    if (WIDTH >= 16) {
      v = larger(v, v.rearrange(ROTATE_16));
    }
    return v;
  }

  private static FloatVector absMax(FloatVector max, float[] x, int index) {
    return larger(max, FloatVector.fromArray(SPECIES, x, index).abs());
  }

  @Override
  public float absMax(float[] x, int xOffset, int length) {
    FloatVector m0 = FloatVector.zero(SPECIES);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int i = 0;
    for (; i <= length - 4 * WIDTH; i += 4 * WIDTH) {
      m0 = absMax(m0, x, xOffset + i);
      m1 = absMax(m1, x, xOffset + i + WIDTH);
      m2 = absMax(m2, x, xOffset + i + 2 * WIDTH);
      m3 = absMax(m3, x, xOffset + i + 3 * WIDTH);
    }
    for (; i <= length - WIDTH; i += WIDTH) {
      m0 = absMax(m0, x, xOffset + i);
    }
    if (i < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(i, length);
      m1 = larger(m1, FloatVector.fromArray(SPECIES, x, xOffset + i, tail).abs());
    }
    FloatVector m = larger(larger(m0, m1), larger(m2, m3));
    return largest(m).lane(0);
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatVector a = FloatVector.broadcast(SPECIES, alpha);
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xOffset + i)
          .fma(a, FloatVector.fromArray(SPECIES, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector.fromArray(SPECIES, x, xOffset + end, tail)
          .fma(a, FloatVector.fromArray(SPECIES, y, yOffset + end, tail))
          .intoArray(y, yOffset + end, tail);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xOffset + i).mul(alpha).intoArray(x, xOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector.fromArray(SPECIES, x, xOffset + end, tail)
          .mul(alpha)
          .intoArray(x, xOffset + end, tail);
    }
  }
}
