package org.gradcore.testing;

import java.util.SplittableRandom;
import org.gradcore.kernel.TargetRange;

/** Seeded values, and the choices of a generated kernel call. */
public final class FloatGenerator {
  /** What the values of one call are like. */
  public enum Style {
    /** Normally distributed around 0, a few of them scaled up or down: sums stay finite. */
    BENIGN,
    /** Benign values, but hyper-parameters that are special half of the time. */
    SPECIAL_NUMBERS,
    /** Every finite magnitude: ±0, denormals, 1e±30, the largest and the smallest. */
    WIDE,
    /** Benign, but for one to three special values in an array. */
    SOME_SPECIALS,
    /** A quarter of the values special: ±0, denormals, ±∞, NaN, extremes. */
    SPECIALS
  }

  private static final float[] FINITE_SPECIALS = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_VALUE * 12345,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e30f,
    -1e30f,
    1e-30f,
    -1e-30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private final SplittableRandom random;
  private final Style style;
  private final boolean flush;
  private final float canary;

  private FloatGenerator(SplittableRandom random, Style style, boolean flush) {
    this.random = random;
    this.style = style;
    this.flush = flush;
    // NaN shows a read outside of the range in a result, a number shows NaN written over it.
    this.canary = random.nextBoolean() ? Float.NaN : 123456789f;
  }

  /** Values of every style, half of them benign. */
  public static FloatGenerator mixed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dice = random.nextInt(10);
    Style style =
        dice < 5
            ? Style.BENIGN
            : dice == 5
                ? Style.SPECIAL_NUMBERS
                : dice == 6 ? Style.WIDE : dice < 9 ? Style.SOME_SPECIALS : Style.SPECIALS;
    return new FloatGenerator(random, style, false);
  }

  /** As {@link #mixed}, and every array ends with its range. */
  public static FloatGenerator flush(long seed) {
    FloatGenerator mixed = mixed(seed);
    return new FloatGenerator(mixed.random, mixed.style, true);
  }

  /** Benign values only. */
  public static FloatGenerator benign(long seed) {
    return new FloatGenerator(new SplittableRandom(seed), Style.BENIGN, false);
  }

  public Style style() {
    return style;
  }

  float canary() {
    return canary;
  }

  int offset() {
    return pick(0, 1, 3, 7);
  }

  int guardAfter() {
    return flush ? 0 : pick(0, 1, 5, 67);
  }

  /** A number from 0 (inclusive) to {@code bound} (exclusive). */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** One of the choices. */
  public int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  boolean flag() {
    return random.nextBoolean();
  }

  /** A number in [from, to). */
  float uniform(double from, double to) {
    return (float) random.nextDouble(from, to);
  }

  /** A hyper-parameter in [from, to), or a special value. */
  float number(double from, double to) {
    return style == Style.SPECIAL_NUMBERS && flag() ? special() : uniform(from, to);
  }

  private float benign() {
    double value = random.nextGaussian();
    int dice = random.nextInt(16);
    return (float) (dice == 0 ? value * 30 : dice == 1 ? value * 1e-3 : value);
  }

  private float special() {
    int dice = random.nextInt(FINITE_SPECIALS.length + 3);
    return switch (dice) {
      case 0 -> Float.NaN;
      case 1 -> Float.POSITIVE_INFINITY;
      case 2 -> Float.NEGATIVE_INFINITY;
      default -> FINITE_SPECIALS[dice - 3];
    };
  }

  private float wide() {
    int dice = random.nextInt(4);
    if (dice == 0) {
      return FINITE_SPECIALS[random.nextInt(FINITE_SPECIALS.length)];
    }
    int exponent = random.nextInt(Float.MIN_EXPONENT, Float.MAX_EXPONENT);
    return Math.scalb((float) random.nextGaussian(), exponent);
  }

  /** {@code n} values of this generator's style. */
  public float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          switch (style) {
            case BENIGN, SPECIAL_NUMBERS, SOME_SPECIALS -> benign();
            case WIDE -> wide();
            case SPECIALS -> random.nextInt(4) == 0 ? special() : benign();
          };
    }
    return withSpecials(values);
  }

  private float[] withSpecials(float[] values) {
    if (style == Style.SOME_SPECIALS && values.length > 0) {
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        values[random.nextInt(values.length)] = special();
      }
    }
    return values;
  }

  /** As {@link #values}, without a sign unless specials bring one. */
  float[] positive(int n) {
    float[] values = values(n);
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(64) == 0 ? values[i] : Math.abs(values[i]);
    }
    return values;
  }

  /** Targets of a loss. */
  float[] targets(int n, TargetRange range) {
    if (range == TargetRange.REAL) {
      return values(n);
    }
    boolean signed = range == TargetRange.SIGNED;
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      float hard = random.nextBoolean() ? 1f : signed ? -1f : 0f;
      boolean soft = !signed && random.nextInt(4) == 0;
      values[i] = soft ? uniform(0, 1) : hard;
    }
    return withSpecials(values);
  }

  double[] accumulators(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
    }
    return values;
  }

  /** {@code n} numbers from 0 (inclusive) to {@code bound} (exclusive), with repetition. */
  int[] indices(int n, int bound) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(bound);
    }
    return values;
  }

  /** What a sum starts from. */
  double carry() {
    return random.nextInt(3) == 0 ? 0 : random.nextGaussian() * 10;
  }
}
