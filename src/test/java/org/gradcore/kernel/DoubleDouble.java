package org.gradcore.kernel;

/**
 * The unevaluated sum {@code high + low} of two doubles, about 104 bits: enough to measure the
 * error of a double to a tiny fraction of an ulp.
 */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ONE = new DoubleDouble(1.0, 0.0);
  private static final DoubleDouble LN2 =
      new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17);

  /** A number {@code significand * 2^exponent}, so that nothing over- or underflows. */
  record Scaled(DoubleDouble significand, int exponent) {
    DoubleDouble unscaled() {
      return new DoubleDouble(
          Math.scalb(significand.high, exponent), Math.scalb(significand.low, exponent));
    }
  }

  static DoubleDouble of(double x) {
    return new DoubleDouble(x, 0.0);
  }

  static DoubleDouble sum(double a, double b) {
    double s = a + b;
    double t = s - a;
    return new DoubleDouble(s, (a - (s - t)) + (b - t));
  }

  DoubleDouble plus(DoubleDouble y) {
    DoubleDouble s = sum(high, y.high);
    DoubleDouble t = sum(low, y.low);
    DoubleDouble u = sum(s.high, s.low + t.high);
    return sum(u.high, u.low + t.low);
  }

  DoubleDouble minus(DoubleDouble y) {
    return plus(y.negated());
  }

  DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble times(DoubleDouble y) {
    double p = high * y.high;
    double e = Math.fma(high, y.high, -p) + Math.fma(high, y.low, low * y.high);
    return sum(p, e);
  }

  DoubleDouble over(DoubleDouble y) {
    double q = high / y.high;
    DoubleDouble rest = minus(y.times(of(q)));
    double correction = rest.high / y.high;
    DoubleDouble rest2 = rest.minus(y.times(of(correction)));
    return sum(q, correction).plus(of(rest2.high / y.high));
  }

  /** e^x for |x| up to about 750. */
  static Scaled exp(double x) {
    int n = (int) Math.rint(x / LN2.high);
    DoubleDouble r = of(x).minus(LN2.times(of(n)));
    DoubleDouble sum = ONE;
    for (int k = 26; k >= 1; k--) {
      sum = ONE.plus(r.times(sum).over(of(k)));
    }
    return new Scaled(sum, n);
  }

  /** log(1 + x), by its series near 0 and else by a Newton step from the double result. */
  static DoubleDouble log1p(double x) {
    if (Math.abs(x) < 0x1p-10) {
      DoubleDouble f = of(x);
      DoubleDouble series = of(0.0);
      for (int k = 13; k >= 1; k--) {
        series = of((k & 1) == 1 ? 1.0 : -1.0).over(of(k)).plus(f.times(series));
      }
      return f.times(series);
    }
    double y = Math.log1p(x);
    Scaled e = exp(-y);
    DoubleDouble one = sum(1.0, x);
    return newton(y, new Scaled(one, e.exponent).unscaled().times(e.significand));
  }

  /** log(x). */
  static DoubleDouble log(double x) {
    if (Math.abs(x - 1.0) < 0x1p-10) {
      return log1p(x - 1.0);
    }
    double y = Math.log(x);
    Scaled e = exp(-y);
    return newton(y, of(Math.scalb(x, e.exponent)).times(e.significand));
  }

  /** y + log(quotient) for a quotient near 1. */
  private static DoubleDouble newton(double y, DoubleDouble quotient) {
    DoubleDouble d = quotient.minus(ONE);
    return of(y).plus(d.minus(d.times(d).times(of(0.5))));
  }

  /** tanh(x). */
  static DoubleDouble tanh(double x) {
    double a = Math.abs(x);
    DoubleDouble y;
    if (a < 0x1p-20) {
      DoubleDouble z = of(a).times(of(a));
      DoubleDouble tail = ONE.over(of(-3.0)).plus(z.times(of(2.0 / 15.0)));
      y = of(a).plus(of(a).times(z).times(tail));
    } else {
      DoubleDouble e = exp(2.0 * Math.min(a, 40.0)).unscaled();
      y = e.minus(ONE).over(e.plus(ONE));
    }
    return x < 0.0 ? y.negated() : y;
  }

  /** 1 / (1 + e^-x). */
  static Scaled sigmoid(double x) {
    Scaled e = exp(-Math.abs(x));
    DoubleDouble denominator = ONE.plus(e.unscaled());
    return x >= 0.0
        ? new Scaled(ONE.over(denominator), 0)
        : new Scaled(e.significand.over(denominator), e.exponent);
  }
}
