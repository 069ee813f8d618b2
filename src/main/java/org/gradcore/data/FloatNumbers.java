package org.gradcore.data;

import ch.randelshofer.fastdoubleparser.JavaFloatParser;

/** Decimal text to numbers, and checks of numbers. */
final class FloatNumbers {
  private static final int DROPPED_BITS = Double.PRECISION - Float.PRECISION;
  private static final long DROPPED_MASK = (1L << DROPPED_BITS) - 1;
  private static final long MIDPOINT = (DROPPED_MASK + 1) >>> 1;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int LARGEST_POWER = 22;
  private static final long LARGEST_EXACT_INTEGER = 1L << Double.PRECISION;

  private FloatNumbers() {}

  /**
   * {@code significand} · 10^{@code exponent}, correctly rounded, where plain arithmetic gives
   * that; NaN where it does not, or might not.
   *
   * <p>In double, both factors are exact and there is one rounding (Clinger 1990). Rounding that to
   * fewer bits is a second rounding, which goes wrong only when the first one landed on the middle
   * of two neighbours.
   *
   * @param significand at least 0
   */
  static float scaled(long significand, int exponent) {
    if (significand > LARGEST_EXACT_INTEGER
        || exponent < -LARGEST_POWER
        || exponent > LARGEST_POWER) {
      return Float.NaN;
    }
    double exact =
        exponent < 0
            ? significand / POWERS_OF_TEN[-exponent]
            : significand * POWERS_OF_TEN[exponent];
    if (DROPPED_BITS > 0) {
      boolean middle = (Double.doubleToRawLongBits(exact) & DROPPED_MASK) == MIDPOINT;
      boolean subnormal = exact < Float.MIN_NORMAL && significand != 0;
      if (middle || subnormal) {
        return Float.NaN;
      }
    }
    return (float) exact;
  }

  /**
   * The number that a decimal text means, correctly rounded; infinite when it is too large, NaN
   * when the text is no decimal number. Words (NaN, Infinity), hexadecimal and type suffixes are
   * not numbers here.
   */
  static float parse(byte[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (!isDecimal((char) text[i])) {
        return Float.NaN;
      }
    }
    try {
      return JavaFloatParser.parseFloat(text, offset, length);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  /** As {@link #parse(byte[], int, int)}. */
  static float parse(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (!isDecimal(text[i])) {
        return Float.NaN;
      }
    }
    try {
      return JavaFloatParser.parseFloat(text, offset, length);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  private static boolean isDecimal(char c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }

  /** Whether no value is NaN or infinite. */
  static boolean isFinite(float[] values, int offset, int length) {
    float largest = 0;
    for (int i = offset; i < offset + length; i++) {
      largest = Math.max(largest, Math.abs(values[i])); // a NaN sticks
    }
    return Float.isFinite(largest);
  }
}
