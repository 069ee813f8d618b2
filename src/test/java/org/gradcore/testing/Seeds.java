package org.gradcore.testing;

/**
 * Seeds of the generated test data. Every test class has its own fixed seed; the property {@code
 * gradcore.test.seed} replaces it.
 */
public final class Seeds {
  /** Name of the property that replaces the seed. */
  public static final String PROPERTY = "gradcore.test.seed";

  private Seeds() {}

  /** The seed of a test class: the property, or else a number made from the class name. */
  public static long of(Class<?> testClass) {
    String given = System.getProperty(PROPERTY);
    if (given == null || given.isBlank()) {
      return testClass.getSimpleName().hashCode() & 0x7fffffffL;
    }
    try {
      return Long.parseLong(given.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          PROPERTY + " is \"" + given + "\": a whole number is needed", e);
    }
  }

  /** The seed of one generated case, made from the seed of the class and the case's numbers. */
  public static long derive(long seed, int... numbers) {
    long hash = seed;
    for (int number : numbers) {
      hash = (hash ^ number) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** What a failure message says about the seed. */
  public static String rerun(long seed) {
    return "seed " + seed + " (the same data again: -D" + PROPERTY + "=" + seed + ")";
  }
}
