package org.gradcore.kernel.scalar;

/**
 * exp, log, log1p, tanh and sigmoid for {@code double}: gradcore's own polynomials, with the same
 * coefficients and the same operations in the same order as {@code VectorDoubleMath} and {@code
 * cpp/src/math.hpp}, so that all three give the same bits.
 *
 * <p>Special values are those of {@link Math}; any NaN gives a NaN. Each method states its maximum
 * error in units in the last place (ulp) of the result, and for a denormal result in units of
 * {@link Double#MIN_VALUE}. The bounds are measured, with some room, on millions of random
 * arguments; the tests hold them on a sample.
 */
public final class DoubleMath {
  private static final double INVERSE_LN2 = 1.4426950408889634;
  // LN2_HIGH has so few bits that its product with an exponent is exact.
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;

  private DoubleMath() {}

  /** {@code e^x}. Maximum error 0.92 ulp. */
  public static double exp(double x) {
    x = x > 710.0 ? 710.0 : x;
    x = x < -746.0 ? -746.0 : x;
    // Adding 1.5 * 2^52 rounds to an integer n; the rest makes the low bits n + 2 * bias.
    double shifted = Math.fma(x, INVERSE_LN2, 0x1.8p52 + 2046.0);
    double n = shifted - (0x1.8p52 + 2046.0);
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    double p = Math.fma(Math.fma(expTail(r), r, 1.0), r, 1.0);
    // 2^n in two factors, so that neither over- nor underflows and only the last product rounds.
    long biased = Double.doubleToRawLongBits(shifted);
    long half = biased >>> 1;
    return p * Double.longBitsToDouble(half << 52) * Double.longBitsToDouble((biased - half) << 52);
  }

  /** Natural logarithm. Maximum error 0.92 ulp. */
  public static double log(double x) {
    boolean small = x < 0x1p-1022;
    // The exponent of x / 0.75, so that the significand lies in [0.75, 1.5).
    long shifted = Double.doubleToRawLongBits(small ? x * 0x1p52 : x) + 0x0008000000000000L;
    double k =
        Double.longBitsToDouble((shifted >>> 52) | 0x4330000000000000L)
            - (small ? 0x1p52 + 1075.0 : 0x1p52 + 1023.0);
    double f = Double.longBitsToDouble((shifted & 0x000fffffffffffffL) + 0x3fe8000000000000L) - 1.0;
    double y = logOfParts(k, f);
    double special = x == 0.0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    y = x > 0.0 ? y : special;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** {@code log(1 + x)}, accurate for small x too. Maximum error 0.93 ulp. */
  public static double log1p(double x) {
    long shifted = Double.doubleToRawLongBits(1.0 + x) + 0x0008000000000000L;
    double k = Double.longBitsToDouble((shifted >>> 52) | 0x4330000000000000L) - (0x1p52 + 1023.0);
    // 4 * 2^-k is normal for every k; f = (1 + x) 2^-k - 1 is rounded once, and not if k = 0.
    double scale = Double.longBitsToDouble(0x8000000000000000L - (shifted & 0xfff0000000000000L));
    double f = Math.fma(0.25 * x, scale, Math.fma(0.25, scale, -1.0));
    double y = logOfParts(k, f);
    y = Math.abs(x) < 0x1p-60 ? x : y;
    double special = x == -1.0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    y = x > -1.0 ? y : special;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** Hyperbolic tangent. Maximum error 1.6 ulp. */
  public static double tanh(double x) {
    double a = Math.abs(x);
    double near = nearTanh(a);
    a = a > 20.0 ? 20.0 : a;
    a = a + a;
    double shifted = Math.fma(a, INVERSE_LN2, 0x1.8p52 + 1023.0);
    double n = shifted - (0x1.8p52 + 1023.0);
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, a));
    double p = Math.fma(Math.fma(expTail(r), r, 1.0), r, 1.0);
    double e = p * Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << 52);
    double far = 1.0 - 2.0 / (e + 1.0);
    double y = a < 1.125 ? near : far;
    long sign = Double.doubleToRawLongBits(x) & 0x8000000000000000L;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) | sign);
  }

  /** Logistic sigmoid, {@code 1 / (1 + e^-x)}. Maximum error 2.5 ulp. */
  public static double sigmoid(double x) {
    // e^-|x| cannot overflow, and either quotient keeps its relative accuracy.
    double e = exp(-Math.abs(x));
    return (x >= 0.0 ? 1.0 : e) / (1.0 + e);
  }

  /** {@code (e^r - 1 - r) / r^2} for {@code |r| <= ln(2) / 2}. */
  private static double expTail(double r) {
    double q = 2.500001120812371e-8;
    q = Math.fma(q, r, 2.7630306292627637e-7);
    q = Math.fma(q, r, 2.7557586826456074e-6);
    q = Math.fma(q, r, 2.4801492949463016e-5);
    q = Math.fma(q, r, 1.9841269505750853e-4);
    q = Math.fma(q, r, 0.001388888894376021);
    q = Math.fma(q, r, 0.008333333333494987);
    q = Math.fma(q, r, 0.041666666666529725);
    q = Math.fma(q, r, 0.1666666666666641);
    return Math.fma(q, r, 0.5000000000000011);
  }

  /**
   * {@code log(1 + f) + k ln 2} for {@code -1/4 <= f < 1/2}. With {@code s = f / (2 + f)}, {@code
   * log(1 + f) = 2 artanh(s) = f - f^2/2 + s (f^2/2 + s^2 p(s^2))}.
   */
  private static double logOfParts(double k, double f) {
    double s = f / (2.0 + f);
    double z = s * s;
    double p = 0.13844275316965665;
    p = Math.fma(p, z, 0.1317341230768287);
    p = Math.fma(p, z, 0.15391123411388996);
    p = Math.fma(p, z, 0.18181665510836717);
    p = Math.fma(p, z, 0.2222222430287569);
    p = Math.fma(p, z, 0.2857142855576767);
    p = Math.fma(p, z, 0.4000000000005695);
    p = Math.fma(p, z, 0.666666666666666);
    double half = 0.5 * f * f;
    double tail = Math.fma(s, Math.fma(z, p, half), Math.fma(k, LN2_LOW, -half));
    return Math.fma(k, LN2_HIGH, f + tail);
  }

  /** {@code tanh(a)} for {@code 0 <= a <= 9/16}. */
  private static double nearTanh(double a) {
    double z = a * a;
    double p = 4.960387216072586e-5;
    p = Math.fma(p, z, -2.0822981889331572e-4);
    p = Math.fma(p, z, 5.778542983706567e-4);
    p = Math.fma(p, z, -0.0014527793777343713);
    p = Math.fma(p, z, 0.003591630131258059);
    p = Math.fma(p, z, -0.008863183246660175);
    p = Math.fma(p, z, 0.02186948512380247);
    p = Math.fma(p, z, -0.053968253839860175);
    p = Math.fma(p, z, 0.13333333333093544);
    p = Math.fma(p, z, -0.33333333333331777);
    return Math.fma(a * z, p, a);
  }
}
