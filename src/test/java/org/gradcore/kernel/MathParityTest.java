package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradcore.kernel.scalar.DoubleMath;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Special values, and equal bits from the scalar and the vector functions on doubles. For floats
 * {@link MathAccuracyTest} compares the two on every float.
 */
class MathParityTest {
  private static final int BLOCK = 4096;
  private static final int RANDOM_BLOCKS = 5000;
  private static final long SEED = Seeds.of(MathParityTest.class);
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** Over 20 million doubles, half of them with random bits, half in the domain. */
  @ParameterizedTest
  @EnumSource
  void randomDoubles(MathFunction function) {
    IntStream.range(0, RANDOM_BLOCKS)
        .parallel()
        .forEach(
            block -> {
              SplittableRandom random = new SplittableRandom(Seeds.derive(SEED, block));
              double[] x = new double[BLOCK];
              for (int i = 0; i < BLOCK; i++) {
                x[i] =
                    (i & 1) == 0
                        ? MathSamples.anyBits(random)
                        : MathSamples.inDomain(function, random, i >> 1);
              }
              assertSameBits(function, x);
            });
  }

  @ParameterizedTest
  @EnumSource
  void doublesAroundBoundaries(MathFunction function) {
    List<Double> boundaries =
        new ArrayList<>(
            List.of(
                0.0, INF, 1.0, Double.MIN_NORMAL, 0x1p-60, 20.0, 710.0, 745.13, 746.0, 708.4, 0.5));
    for (int k = -1074; k < 1024; k++) {
      boundaries.add(Math.scalb(1.0, k));
      boundaries.add(Math.scalb(0.75, k));
      boundaries.add(Math.scalb(0.75, k) - 1.0);
      boundaries.add((k + 0.5) * Math.log(2.0));
      boundaries.add((k + 0.5) * Math.log(2.0) / 2.0);
      boundaries.add(0x9p-4 + k * 0x1p-40);
    }
    double[] x = new double[2 * 128];
    for (double boundary : boundaries) {
      long bits = Double.doubleToRawLongBits(boundary);
      for (int i = 0; i < 128; i++) {
        x[i] = Double.longBitsToDouble(bits - 64 + i);
        x[128 + i] = -x[i];
      }
      assertSameBits(function, x);
    }
  }

  private static void assertSameBits(MathFunction function, double[] x) {
    double[] y = new double[x.length];
    double[] z = new double[x.length];
    function.scalar(x, y);
    function.vector(x, z);
    int i = Arrays.mismatch(y, z);
    if (i >= 0) {
      fail(
          "%s(%a): scalar %a, vector %a; %s"
              .formatted(function, x[i], y[i], z[i], Seeds.rerun(SEED)));
    }
  }

  @Test
  void specialValues() {
    expect(MathFunction.EXP, 0.0, 1.0, -0.0, 1.0, INF, INF, -INF, 0.0, NAN, NAN);
    expect(MathFunction.EXP, 1e4, INF, -1e4, 0.0, Double.MAX_VALUE, INF, -Double.MAX_VALUE, 0.0);
    expect(MathFunction.LOG, 0.0, -INF, -0.0, -INF, 1.0, 0.0, INF, INF, -INF, NAN, NAN, NAN);
    expect(MathFunction.LOG, -1.0, NAN, -1e-40, NAN);
    expect(MathFunction.LOG1P, 0.0, 0.0, -0.0, -0.0, -1.0, -INF, INF, INF, -INF, NAN, NAN, NAN);
    expect(MathFunction.LOG1P, -1.5, NAN, -1e30, NAN, 1e-40, 1e-40, -1e-40, -1e-40);
    expect(MathFunction.TANH, 0.0, 0.0, -0.0, -0.0, INF, 1.0, -INF, -1.0, NAN, NAN);
    expect(MathFunction.TANH, 1e30, 1.0, -1e30, -1.0, 1e-40, 1e-40, -1e-40, -1e-40);
    expect(MathFunction.SIGMOID, 0.0, 0.5, -0.0, 0.5, INF, 1.0, -INF, 0.0, NAN, NAN);
    expect(MathFunction.SIGMOID, 1e30, 1.0, -1e30, 0.0);
  }

  /** Pairs of argument and value, checked in both element types and both implementations. */
  private static void expect(MathFunction function, double... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      double[] x = new double[64];
      double[] y = new double[64];
      float[] xf = new float[64];
      float[] yf = new float[64];
      Arrays.fill(x, pairs[i]);
      Arrays.fill(xf, (float) pairs[i]);
      for (boolean vector : new boolean[] {false, true}) {
        if (vector) {
          function.vector(x, y);
          function.vector(xf, yf);
        } else {
          function.scalar(x, y);
          function.scalar(xf, yf);
        }
        String call = function + "(" + pairs[i] + "), vector " + vector;
        for (int lane = 0; lane < 64; lane++) {
          assertEquals(pairs[i + 1], y[lane], call);
          assertEquals((float) pairs[i + 1], yf[lane], call);
        }
      }
    }
  }

  /** Results near both ends of the range, where the scaling by 2^n could go wrong. */
  @Test
  void endsOfTheRange() {
    assertEquals(Float.MIN_VALUE, FloatMath.exp(-103.2f));
    assertEquals(0.0f, FloatMath.exp(-103.98f));
    assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(88.723f));
    assertEquals(Double.MIN_VALUE, DoubleMath.exp(-744.5));
    assertEquals(0.0, DoubleMath.exp(-745.2));
    assertEquals(Double.POSITIVE_INFINITY, DoubleMath.exp(709.79));
    assertEquals(Math.exp(709.78), DoubleMath.exp(709.78), Math.ulp(Math.exp(709.78)));
    assertEquals(Math.log(Double.MIN_VALUE), DoubleMath.log(Double.MIN_VALUE), 2e-13);
    assertEquals(Math.log(Double.MAX_VALUE), DoubleMath.log1p(Double.MAX_VALUE), 2e-13);
  }
}
