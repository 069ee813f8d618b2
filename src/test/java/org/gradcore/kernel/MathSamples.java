package org.gradcore.kernel;

import java.util.SplittableRandom;

/** Arguments for the tests of the elementary functions on doubles. */
final class MathSamples {
  private MathSamples() {}

  /** A double with uniformly random bits: every exponent, both signs, now and then a NaN. */
  static double anyBits(SplittableRandom random) {
    return Double.longBitsToDouble(random.nextLong());
  }

  /** A sample whose exact value is finite; the kind of distribution goes by the index. */
  static double inDomain(MathFunction function, SplittableRandom random, int index) {
    double logUniform = Math.scalb(1.0 + random.nextDouble(), -random.nextInt(64));
    double signed = random.nextBoolean() ? logUniform : -logUniform;
    return switch (function) {
      case EXP -> index % 2 == 0 ? random.nextDouble(-745.0, 709.7) : signed;
      case LOG ->
          index % 2 == 0
              ? Double.longBitsToDouble(random.nextLong(1, 0x7ff0000000000000L))
              : index % 4 == 1 ? random.nextDouble(0.25, 4.0) : 1.0 + 0.25 * signed;
      case LOG1P ->
          index % 4 == 0
              ? random.nextDouble(-1.0, 2.0)
              : index % 4 == 1
                  ? -1.0 + Math.max(logUniform, 0x1p-53)
                  : index % 4 == 2
                      ? Math.scalb(1.0 + random.nextDouble(), random.nextInt(-1022, 1023))
                      : 0.49 * signed;
      case TANH -> index % 2 == 0 ? random.nextDouble(-3.0, 3.0) : 16.0 * signed;
      case SIGMOID -> index % 2 == 0 ? random.nextDouble(-745.0, 40.0) : 16.0 * signed;
    };
  }
}
