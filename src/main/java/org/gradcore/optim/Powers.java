package org.gradcore.optim;

/** Powers for bias corrections and schedules. */
final class Powers {
  private Powers() {}

  /** By squaring: Math.pow may differ between machines, and StrictMath.pow allocates. */
  static double of(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long bits = exponent; bits != 0; bits >>>= 1) {
      if ((bits & 1) != 0) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /** A power of a positive base, to about 1e-15 for powers of a usual size. */
  static double real(double base, double exponent) {
    return StrictMath.exp(exponent * StrictMath.log(base));
  }
}
