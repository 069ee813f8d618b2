package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FloatNumbersTest {

  /** Whatever plain arithmetic gives is what the JDK gives; and it gives most short numbers. */
  @Test
  void scalesCorrectlyOrNotAtAll() {
    RandomGenerator random = Seeds.random(0);
    int given = 0;
    for (int run = 0; run < 500_000; run++) {
      long significand = (random.nextLong() >>> 1) >> random.nextInt(63);
      int exponent = random.nextInt(-25, 26);
      float value = FloatNumbers.scaled(significand, exponent);
      if (!Float.isNaN(value)) {
        given++;
        assertEquals(
            Float.parseFloat(significand + "e" + exponent),
            value,
            () -> significand + "e" + exponent + " with " + Seeds.describe(0));
      }
    }
    assertTrue(given > 250_000, given + " of 500000 given");
  }

  @Test
  void doesNotRoundTwice() {
    // 1 + 2^-24 is the middle of two floats; the tail decides, and a double cannot see it.
    String above = new BigDecimal(1 + 0x1p-24).add(new BigDecimal("1e-30")).toPlainString();
    byte[] text = above.getBytes(StandardCharsets.US_ASCII);
    assertEquals(Float.parseFloat(above), FloatNumbers.parse(text, 0, text.length));
    assertEquals(
        Float.parseFloat(above), FloatNumbers.parse(above.toCharArray(), 0, above.length()));
  }

  @Test
  void seesWhatIsNotFinite() {
    float[] values = new float[100];
    assertTrue(FloatNumbers.isFinite(values, 0, 100));
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int i = 0; i < 100; i++) {
        values[i] = bad;
        assertFalse(FloatNumbers.isFinite(values, 0, 100));
        assertTrue(FloatNumbers.isFinite(values, 0, i));
        assertTrue(FloatNumbers.isFinite(values, i + 1, 99 - i));
        values[i] = i % 2 == 0 ? Float.MAX_VALUE : -Float.MIN_VALUE;
      }
      values = new float[100];
    }
  }
}
