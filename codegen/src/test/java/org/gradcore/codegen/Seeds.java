package org.gradcore.codegen;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Seeded inputs; {@code -Dgradcore.test.seed=N} chooses them. */
public final class Seeds {
  private static final String PROPERTY = "gradcore.test.seed";

  private Seeds() {}

  /** The seeds of a test with so many runs. */
  public static LongStream of(int runs) {
    String given = System.getProperty(PROPERTY, "");
    long first = given.isBlank() ? 20_261_127 : Long.parseLong(given.strip());
    return LongStream.range(first, first + runs);
  }

  public static SplittableRandom random(long seed) {
    return new SplittableRandom(seed);
  }

  /** What a failure says. */
  public static String rerun(long seed) {
    return "-D" + PROPERTY + "=" + seed;
  }
}
