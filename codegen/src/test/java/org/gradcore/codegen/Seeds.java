package org.gradcore.codegen;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Seeded inputs; {@code -Dgradcore.test.seed=N} chooses them. */
public final class Seeds {
  private static final String PROPERTY = "gradcore.test.seed";

  private Seeds() {}

  /** The seeds of a test with so many runs. */
  public static IntStream of(int runs) {
    String given = System.getProperty(PROPERTY, "");
    int first = given.isBlank() ? 20_261_127 : Integer.parseInt(given.strip());
    return IntStream.range(first, first + runs);
  }

  public static SplittableRandom random(int seed) {
    return new SplittableRandom(seed);
  }

  /** What a failure says. */
  public static String rerun(int seed) {
    return "-D" + PROPERTY + "=" + seed;
  }
}
