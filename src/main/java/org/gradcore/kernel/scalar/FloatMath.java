package org.gradcore.kernel.scalar;

/**
 * exp, log, log1p, tanh and sigmoid for {@code float}: gradcore's own polynomials, with the same
 * coefficients and the same operations in the same order as {@code VectorFloatMath} and {@code
 * cpp/src/math.hpp}, so that all three give the same bits.
 *
 * <p>Special values are those of {@link Math}; any NaN gives a NaN. Each method states its maximum
 * error in units in the last place (ulp) of the result, and for a denormal result in units of
 * {@link Float#MIN_VALUE}. The bounds are proved: the tests try every float (for log and tanh only
 * with {@code -Dgradcore.long=true}).
 */
public final class FloatMath {
  private static final float INVERSE_LN2 = 1.442695f;
  // LN2_HIGH has so few bits that its product with an exponent is exact.
  private static final float LN2_HIGH = 0.69313812f;
  private static final float LN2_LOW = 9.0580006e-6f;

  private FloatMath() {}

  /** {@code e^x}. Maximum error 0.90 ulp. */
  public static float exp(float x) {
    x = x > 89.0f ? 89.0f : x;
    x = x < -104.0f ? -104.0f : x;
    // Adding 1.5 * 2^23 rounds to an integer n; the rest makes the low bits n + 2 * bias.
    float shifted = Math.fma(x, INVERSE_LN2, 0x1.8p23f + 254.0f);
    float n = shifted - (0x1.8p23f + 254.0f);
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(Math.fma(expTail(r), r, 1.0f), r, 1.0f);
    // 2^n in two factors, so that neither over- nor underflows and only the last product rounds.
    int biased = Float.floatToRawIntBits(shifted);
    int half = biased >>> 1;
    return p * Float.intBitsToFloat(half << 23) * Float.intBitsToFloat((biased - half) << 23);
  }

  /** Natural logarithm. Maximum error 0.95 ulp. */
  public static float log(float x) {
    boolean small = x < 0x1p-126f;
    // The exponent of x / 0.75, so that the significand lies in [0.75, 1.5).
    int shifted = Float.floatToRawIntBits(small ? x * 0x1p23f : x) + 0x00400000;
    float k =
        Float.intBitsToFloat((shifted >>> 23) | 0x4b000000)
            - (small ? 0x1p23f + 150.0f : 0x1p23f + 127.0f);
    float f = Float.intBitsToFloat((shifted & 0x007fffff) + 0x3f400000) - 1.0f;
    float y = logOfParts(k, f);
    float special = x == 0.0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    y = x > 0.0f ? y : special;
    return x == Float.POSITIVE_INFINITY ? x : y;
  }

  /** {@code log(1 + x)}, accurate for small x too. Maximum error 0.95 ulp. */
  public static float log1p(float x) {
    int shifted = Float.floatToRawIntBits(1.0f + x) + 0x00400000;
    float k = Float.intBitsToFloat((shifted >>> 23) | 0x4b000000) - (0x1p23f + 127.0f);
    // 4 * 2^-k is normal for every k; f = (1 + x) 2^-k - 1 is rounded once, and not if k = 0.
    float scale = Float.intBitsToFloat(0x80000000 - (shifted & 0xff800000));
    float f = Math.fma(0.25f * x, scale, Math.fma(0.25f, scale, -1.0f));
    float y = logOfParts(k, f);
    y = Math.abs(x) < 0x1p-30f ? x : y;
    float special = x == -1.0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    y = x > -1.0f ? y : special;
    return x == Float.POSITIVE_INFINITY ? x : y;
  }

  /** Hyperbolic tangent. Maximum error 1.51 ulp. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float near = nearTanh(a);
    a = a > 10.0f ? 10.0f : a;
    a = a + a;
    float shifted = Math.fma(a, INVERSE_LN2, 0x1.8p23f + 127.0f);
    float n = shifted - (0x1.8p23f + 127.0f);
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, a));
    float p = Math.fma(Math.fma(expTail(r), r, 1.0f), r, 1.0f);
    float e = p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    float far = 1.0f - 2.0f / (e + 1.0f);
    float y = a < 1.125f ? near : far;
    int sign = Float.floatToRawIntBits(x) & 0x80000000;
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) | sign);
  }

  /** Logistic sigmoid, {@code 1 / (1 + e^-x)}. Maximum error 2.41 ulp. */
  public static float sigmoid(float x) {
    // e^-|x| cannot overflow, and either quotient keeps its relative accuracy.
    float e = exp(-Math.abs(x));
    return (x >= 0.0f ? 1.0f : e) / (1.0f + e);
  }

  /** {@code (e^r - 1 - r) / r^2} for {@code |r| <= ln(2) / 2}. */
  private static float expTail(float r) {
    float q = 0.0013814621f;
    q = Math.fma(q, r, 0.008368745f);
    q = Math.fma(q, r, 0.04166839f);
    q = Math.fma(q, r, 0.16666521f);
    return Math.fma(q, r, 0.49999994f);
  }

  /** {@code log(1 + f) + k ln 2} for {@code -1/4 <= f < 1/2}. */
  private static float logOfParts(float k, float f) {
    float g = -0.04490994f;
    g = Math.fma(g, f, 0.10448366f);
    g = Math.fma(g, f, -0.13162237f);
    g = Math.fma(g, f, 0.14482057f);
    g = Math.fma(g, f, -0.16647767f);
    g = Math.fma(g, f, 0.19990607f);
    g = Math.fma(g, f, -0.25000054f);
    g = Math.fma(g, f, 0.33333454f);
    g = Math.fma(g, f, -0.5f);
    float tail = Math.fma(f * f, g, k * LN2_LOW);
    return Math.fma(k, LN2_HIGH, f + tail);
  }

  /** {@code tanh(a)} for {@code 0 <= a <= 9/16}. */
  private static float nearTanh(float a) {
    float z = a * a;
    float p = -0.006179844f;
    p = Math.fma(p, z, 0.021007486f);
    p = Math.fma(p, z, -0.053837437f);
    p = Math.fma(p, z, 0.13332452f);
    p = Math.fma(p, z, -0.33333313f);
    return Math.fma(a * z, p, a);
  }
}
