package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.stream.IntStream;
import org.gradcore.kernel.DoubleDouble.Scaled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the elementary functions: for float at every float, for double at seeded samples. */
class MathAccuracyTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_PER_TASK = 256;
  private static final int DOUBLE_SAMPLES = 200_000;
  private static final long SEED = Long.getLong("gradcore.test.seed", 20250917L);

  /** All 2^32 floats: the error bound, and equal bits from the scalar and the vector function. */
  @ParameterizedTest
  @EnumSource
  void everyFloat(MathFunction function) {
    long t0 = System.nanoTime();
    DoubleAccumulator max = new DoubleAccumulator(Math::max, 0.0);
    IntStream.range(0, 1 << 12)
        .parallel()
        .forEach(task -> max.accumulate(maxError(function, task * BLOCK * BLOCKS_PER_TASK)));
    System.out.printf("%s(float): %.4f ulp over all floats %s s%n", function, max.get(), (System.nanoTime() - t0) / 1e9);
  }

  private static double maxError(MathFunction function, int firstBits) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    float[] z = new float[BLOCK];
    double[] reference = new double[BLOCK];
    double max = 0.0;
    for (int block = 0; block < BLOCKS_PER_TASK; block++) {
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
        max = error > max && error <= function.floatBound ? error : max;
      }
    }
    return max;
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
    double max =
        IntStream.range(0, x.length)
            .parallel()
            .mapToDouble(i -> error(function, x[i], y[i]))
            .max()
            .orElseThrow();
    int worst = worst(function, x, y, max);
    System.out.printf(
        "%s(double): %.4f ulp over %d samples, at %a%n", function, max, x.length, x[worst]);
    assertTrue(
        max <= function.doubleBound,
        () ->
            "%s(%a) = %a: off by %.4f ulp, bound %s (seed %d)"
                .formatted(function, x[worst], y[worst], max, function.doubleBound, SEED));
  }

  private static int worst(MathFunction function, double[] x, double[] y, double max) {
    return IntStream.range(0, x.length)
        .filter(i -> error(function, x[i], y[i]) == max)
        .findFirst()
        .orElseThrow();
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
