package org.gradcore.data;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded generators, one per case of a run. */
final class Seeds {
  /** The seed of this run; failures must print it. */
  static final long SEED = org.gradcore.testing.Seeds.of(Seeds.class);

  private Seeds() {}

  /** The generator of one case of this run. */
  static RandomGenerator random(int run) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED * 1_000_003 + run);
  }

  /** What a failure must say to be repeatable. */
  static String describe(int run) {
    return "-Dgradcore.test.seed=" + SEED + ", run " + run;
  }
}
