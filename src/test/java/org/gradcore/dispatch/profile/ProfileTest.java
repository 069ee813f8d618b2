package org.gradcore.dispatch.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** How measurements of several JVMs become one profile, and what is read between its sizes. */
class ProfileTest {
  private static final double RELATIVE = 1e-12;

  private static Profile profile() {
    return new Profile(Environment.VERSION, Instant.EPOCH, "cpu", "jdk", "full", 256);
  }

  private static Profile round(double speed, double scalar, double vector) {
    Profile profile = profile();
    profile.put(Kernel.SUM, float.class, 64, "scalar", speed * scalar);
    profile.put(Kernel.SUM, float.class, 64, "vector-256", speed * vector);
    return profile;
  }

  private static double ratio(Profile profile, String column, String to) {
    return profile.nanos(Kernel.SUM, float.class, column, 64)
        / profile.nanos(Kernel.SUM, float.class, to, 64);
  }

  /** JVMs on a slow machine do not outvote what the candidates took in relation. */
  @Test
  void roundsInRelation() {
    Profile merged = profile();
    merged.addRounds(List.of(round(1, 8, 2), round(1, 8, 2), round(100, 8, 8)));
    // In shares of the geometric mean: (2 + 2 + 1) to (0.5 + 0.5 + 1).
    assertEquals(2.5, ratio(merged, "scalar", "vector-256"), 2.5 * RELATIVE);
  }

  /** A little faster in most JVMs and much slower in the others; one outlier does not count. */
  @Test
  void meanOfRounds() {
    Profile fast = round(1, 8, 7.9);
    Profile slow = round(1, 8, 12);
    Profile merged = profile();
    merged.addRounds(List.of(fast, slow, fast, slow, fast, fast, slow));
    assertTrue(ratio(merged, "vector-256", "scalar") > 1.1);
    Profile outlier = profile();
    outlier.addRounds(List.of(fast, fast, fast, round(1, 8, 80), fast, fast, fast));
    assertEquals(7.9 / 8, ratio(outlier, "vector-256", "scalar"), RELATIVE);
  }

  /** Large sizes are measured in the first pass only. */
  @Test
  void sizesOfTheFirstRoundsOnly() {
    Profile first = round(1, 8, 2);
    first.put(Kernel.SUM, float.class, 1 << 24, "scalar", 6);
    Profile merged = profile();
    merged.addRounds(List.of(first, round(1, 8, 2), round(1, 8, 2)));
    double large = merged.nanos(Kernel.SUM, float.class, "scalar", 1 << 24);
    assertEquals(6.0 * (1 << 24), large, large * RELATIVE);
    assertEquals(4, ratio(merged, "scalar", "vector-256"), 4 * RELATIVE);
  }

  /** A column of a JVM that ran while the machine was half as fast keeps its relation. */
  @Test
  void columnsOfOtherWidths() {
    Profile merged = round(1, 8, 2);
    Profile other = profile();
    other.put(Kernel.SUM, float.class, 64, "scalar", 16);
    other.put(Kernel.SUM, float.class, 64, "vector-512", 3);
    other.put(Kernel.SUM, float.class, 128, "scalar", 16);
    other.put(Kernel.SUM, float.class, 128, "vector-512", 3);
    merged.addRelative(other, "vector-512", "scalar");
    assertEquals(1.5 * 64, merged.nanos(Kernel.SUM, float.class, "vector-512", 64), RELATIVE * 96);
    assertEquals(8 * 64, merged.nanos(Kernel.SUM, float.class, "scalar", 64), RELATIVE * 512);
    assertEquals(1, merged.sizes(Kernel.SUM, float.class).size(), "sizes nobody else measured");
  }

  /** Between sizes in logarithms; beyond them by the nearest. */
  @Test
  void nanosBetweenSizes() {
    Profile profile = profile();
    profile.put(Kernel.SUM, float.class, 64, "scalar", 1);
    profile.put(Kernel.SUM, float.class, 256, "scalar", 4);
    assertEquals(64, profile.nanos(Kernel.SUM, float.class, "scalar", 16), "a call's time");
    assertEquals(256, profile.nanos(Kernel.SUM, float.class, "scalar", 128), 1e-9);
    assertEquals(4096, profile.nanos(Kernel.SUM, float.class, "scalar", 1024), 1e-9);
    assertTrue(Double.isNaN(profile.nanos(Kernel.SUM, float.class, "vector-512", 64)));
  }

  @Test
  void timesAreInterpolatedBetweenMeasuredSizes() {
    Profile profile = profile();
    profile.put(Kernel.SUM, float.class, 16, "scalar", 2);
    profile.put(Kernel.SUM, float.class, 1024, "scalar", 0.5);
    assertEquals(32, profile.nanos(Kernel.SUM, float.class, "scalar", 1), 1e-9);
    assertEquals(32, profile.nanos(Kernel.SUM, float.class, "scalar", 16), 1e-9);
    assertEquals(128, profile.nanos(Kernel.SUM, float.class, "scalar", 128), 1e-9);
    assertEquals(512, profile.nanos(Kernel.SUM, float.class, "scalar", 1024), 1e-9);
    assertEquals(1024, profile.nanos(Kernel.SUM, float.class, "scalar", 2048), 1e-9);
    assertTrue(Double.isNaN(profile.nanos(Kernel.SUM, float.class, "openblas-avx2", 16)));
    assertTrue(Double.isNaN(profile.nanos(Kernel.SUM, double.class, "scalar", 16)));
  }
}
