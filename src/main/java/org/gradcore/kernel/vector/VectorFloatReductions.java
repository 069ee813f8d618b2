package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.scalar.ScalarFloatReductions;

/** Reductions with the Vector API. */
public final class VectorFloatReductions {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private static final FloatReductionKernel SCALAR_MAX = ScalarFloatReductions.of(Kernel.ABS_MAX);

  private VectorFloatReductions() {}

  /**
   * The kernel of a reduction.
   *
   * @param kernel a reduction
   * @return its kernel
   */
  public static FloatReductionKernel of(Kernel kernel) {
    return switch (kernel) {
      case DOT -> VectorFloatReductions::dot;
      case SUM -> (x, xOffset, y, yOffset, length, carry) -> sum(x, xOffset, length, carry);
      case SUM_OF_SQUARES ->
          (x, xOffset, y, yOffset, length, carry) -> dot(x, xOffset, x, xOffset, length, carry);
      case ABS_MAX -> (x, xOffset, y, yOffset, length, carry) -> absMax(x, xOffset, length, carry);
      default -> throw Kernel.Family.REDUCTIONS.lacks(kernel);
    };
  }

  private static double dot(
      float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) VectorFloatSums.dotBlock(x, xOffset + start, y, yOffset + start, n);
      start += n;
    }
    return carry;
  }

  private static double sum(float[] x, int xOffset, int length, double carry) {
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      carry += (double) VectorFloatSums.sumBlock(x, xOffset + start, n);
      start += n;
    }
    return carry;
  }

  private static double absMax(float[] x, int xOffset, int length, double carry) {
    int end = SPECIES.loopBound(length);
    double max = SCALAR_MAX.reduce(x, xOffset + end, null, 0, length - end, carry);
    if (end == 0) {
      return max;
    }
    FloatVector m0 = FloatVector.zero(SPECIES);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int i = 0;
    for (; i <= end - 4 * WIDTH; i += 4 * WIDTH) {
      // a > m or a is NaN, which alone is unequal to itself
      FloatVector a0 = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
      m0 = m0.blend(a0, a0.compare(GT, m0).or(a0.compare(NE, a0)));
      FloatVector a1 = FloatVector.fromArray(SPECIES, x, xOffset + i + WIDTH).abs();
      m1 = m1.blend(a1, a1.compare(GT, m1).or(a1.compare(NE, a1)));
      FloatVector a2 = FloatVector.fromArray(SPECIES, x, xOffset + i + 2 * WIDTH).abs();
      m2 = m2.blend(a2, a2.compare(GT, m2).or(a2.compare(NE, a2)));
      FloatVector a3 = FloatVector.fromArray(SPECIES, x, xOffset + i + 3 * WIDTH).abs();
      m3 = m3.blend(a3, a3.compare(GT, m3).or(a3.compare(NE, a3)));
    }
    for (; i < end; i += WIDTH) {
      FloatVector a0 = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
      m0 = m0.blend(a0, a0.compare(GT, m0).or(a0.compare(NE, a0)));
    }
    m0 = m0.blend(m1, m1.compare(GT, m0).or(m1.compare(NE, m1)));
    m2 = m2.blend(m3, m3.compare(GT, m2).or(m3.compare(NE, m3)));
    m0 = m0.blend(m2, m2.compare(GT, m0).or(m2.compare(NE, m2)));
    float[] lanes = VectorFloatSums.TAILS.get();
    m0.intoArray(lanes, 0);
    return SCALAR_MAX.reduce(lanes, 0, null, 0, WIDTH, max);
  }
}
