package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradcore.kernel.DoubleDouble.Scaled;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the elementary functions: for float at every float, for double at seeded samples. */
class MathAccuracyTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_PER_TASK = 256;
  private static final int TASKS = 1 << 12;
  private static final int DOUBLE_SAMPLES = 200_000;
  private static final long SEED = Seeds.of(MathAccuracyTest.class);

  /** All 2^32 floats: the error bound, and equal bits from the scalar and the vector function. */
  @ParameterizedTest
  @EnumSource(names = {"EXP", "LOG1P", "SIGMOID"})
  void everyFloat(MathFunction function) {
    sweep(function, 1);
  }

  /**
   * The functions that no loss kernel calls in its inner loop: every eighth block of 4096 floats,
   * and all 2^32 with {@code -Dgradcore.long=true}.
   */
  @ParameterizedTest
  @EnumSource(names = {"LOG", "TANH"})
  void everyFloatInLongRuns(MathFunction function) {
    sweep(function, Boolean.getBoolean("gradcore.long") ? 1 : 8);
  }

  private static void sweep(MathFunction function, int blockStep) {
    IntStream.range(0, TASKS)
        .parallel()
        .forEach(task -> checkFloats(function, task * BLOCKS_PER_TASK * BLOCK, blockStep));
  }

  private static void checkFloats(MathFunction function, int firstBits, int blockStep) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    float[] z = new float[BLOCK];
    double[] reference = new double[BLOCK];
    for (int block = 0; block < BLOCKS_PER_TASK; block += blockStep) {
      for (int i = 0; i < BLOCK; i++) {
        x[i] = Float.intBitsToFloat(firstBits + block * BLOCK + i);
      }
      function.scalar(x, y);
      function.vector(x, z);
      int different = Arrays.mismatch(y, z);
      if (different >= 0) {
        fail(
            "%s(%a): scalar %a, vector %a"
                .formatted(function, x[different], y[different], z[different]));
      }
      function.reference(x, reference);
      for (int i = 0; i < BLOCK; i++) {
        double error = Math.abs(y[i] - reference[i]) * ulpsPerUnit(reference[i]);
        // NaN and infinities come here too, with NaN or an infinity as error. An exact value that
        // exceeds every float may be rounded to infinity.
        if (!(error <= function.floatBound) && Float.compare(y[i], (float) reference[i]) != 0) {
          fail(
              "%s(%a) = %a: off by %.4f ulp, bound %s"
                  .formatted(function, x[i], y[i], error, function.floatBound));
        }
      }
    }
  }

  /** The reciprocal of the float ulp at an exact value; for denormals that of MIN_VALUE. */
  private static double ulpsPerUnit(double exact) {
    long exponent = Math.max((Double.doubleToRawLongBits(exact) >>> 52) & 0x7ff, 1023 - 126);
    return Double.longBitsToDouble((2 * 1023 + 23 - exponent) << 52);
  }

  @ParameterizedTest
  @EnumSource
  void doubleSamples(MathFunction function) {
    double[] x = new double[DOUBLE_SAMPLES];
    double[] y = new double[DOUBLE_SAMPLES];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < x.length; i++) {
      x[i] = MathSamples.inDomain(function, random, i);
    }
    function.vector(x, y);
    IntStream.range(0, x.length)
        .parallel()
        .forEach(
            i -> {
              double error = error(function, x[i], y[i]);
              if (!(error <= function.doubleBound)) {
                fail(
                    "%s(%a) = %a: off by %.4f ulp, bound %s; %s"
                        .formatted(
                            function, x[i], y[i], error, function.doubleBound, Seeds.rerun(SEED)));
              }
            });
  }

  /** The error of y = function(x) in ulp of the double range that holds the exact value. */
  private static double error(MathFunction function, double x, double y) {
    Scaled exact = function.exact(x);
    DoubleDouble m = exact.significand();
    int n = exact.exponent();
    int ulpExponent = Math.max(Math.getExponent(m.high()) + n, Double.MIN_EXPONENT) - 52;
    double difference = Math.abs((Math.scalb(y, -n) - m.high()) - m.low());
    return Math.scalb(difference, n - ulpExponent);
  }
}
