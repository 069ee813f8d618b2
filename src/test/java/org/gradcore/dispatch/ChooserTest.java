package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Cpu;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.dispatch.machine.Machines;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.Profiles;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** The choice itself, over machines that differ in what they have. */
class ChooserTest {
  private static final Cpu CPU = new Cpu("Test", "1", List.of("avx2"));

  private static Environment machine(boolean vector, boolean library, Isa... isas) {
    return Machines.of(CPU, "jdk", vector, library, isas);
  }

  private static Chooser chooser(Settings settings, Environment machine, Profile profile) {
    boolean forced = settings.backend() != null || settings.candidate() != null;
    return new Chooser(
        settings,
        machine,
        new Profiles(profile, null, null, null),
        forced ? "-Dgradcore.backend" : null);
  }

  private static Profile profile(int bits) {
    return new Profile(Environment.VERSION, Instant.EPOCH, CPU.key(), "jdk", "quick", bits);
  }

  /** Crosses over from scalar to vector to openblas-avx2 to BLAS. */
  private static Profile crossing() {
    Profile profile = profile(512);
    long[] sizes = {16, 256, 4096, 65536};
    double[] scalar = {1, 4, 4, 4};
    double[] vector = {2, 1, 2, 2};
    double[] avx2 = {9, 2, 1, 1};
    for (Kernel kernel : List.of(Kernel.ADAM, Kernel.DENSE_LOSS)) {
      for (int i = 0; i < sizes.length; i++) {
        profile.put(kernel, float.class, sizes[i], "scalar", scalar[i]);
        profile.put(kernel, float.class, sizes[i], "vector-512", vector[i]);
        profile.put(kernel, float.class, sizes[i], "openblas-avx2", avx2[i]);
        profile.put(kernel, float.class, sizes[i], "openblas-avx512", avx2[i] * 1.1);
      }
    }
    profile.put(Kernel.DENSE_LOSS, float.class, 65536, "openblas-avx2-blas", 0.5);
    return profile;
  }

  @Test
  void whatWasNotMeasuredFollowsItsRelative() {
    Profile profile = profile(512);
    profile.put(Kernel.LION.like(), float.class, 4096, "scalar", 4);
    profile.put(Kernel.LION.like(), float.class, 4096, "vector-512", 2);
    profile.put(Kernel.LION.like(), float.class, 4096, "openblas-avx2", 1);
    Environment machine = machine(true, true, Isa.AVX2);
    Chooser chooser = chooser(Machines.settings(), machine, profile);
    Chooser.Decision decision = chooser.decide(Kernel.LION, float.class, 4096);
    assertEquals("openblas-avx2", decision.candidate().id());
    assertEquals("profile, the row of " + Kernel.LION.like().id(), decision.why());
    profile.put(Kernel.LION, float.class, 4096, "scalar", 1);
    decision =
        chooser(Machines.settings(), machine, profile).decide(Kernel.LION, float.class, 4096);
    assertEquals("scalar", decision.candidate().id());
    assertEquals("profile", decision.why());
  }

  @Test
  void takesTheFastestOfEachSize() {
    Chooser chooser =
        chooser(Machines.settings(), machine(true, true, Isa.AVX2, Isa.AVX512), crossing());
    assertEquals("scalar", chooser.decide(Kernel.ADAM, float.class, 0).candidate().id());
    assertEquals("scalar", chooser.decide(Kernel.ADAM, float.class, 1).candidate().id());
    assertEquals("scalar", chooser.decide(Kernel.ADAM, float.class, 16).candidate().id());
    assertEquals("vector", chooser.decide(Kernel.ADAM, float.class, 256).candidate().id());
    assertEquals("openblas-avx2", chooser.decide(Kernel.ADAM, float.class, 4096).candidate().id());
    assertEquals(
        "openblas-avx2", chooser.decide(Kernel.ADAM, float.class, 1L << 40).candidate().id());
    assertEquals(
        "openblas-avx2-blas",
        chooser.decide(Kernel.DENSE_LOSS, float.class, 65536).candidate().id());
    assertEquals("profile", chooser.decide(Kernel.ADAM, float.class, 4096).why());
  }

  @Test
  void withinNoiseTheSimplestWins() {
    Profile profile = profile(512);
    profile.put(Kernel.SUM, float.class, 256, "scalar", 1.01);
    profile.put(Kernel.SUM, float.class, 256, "vector-512", 1.005);
    profile.put(Kernel.SUM, float.class, 256, "openblas-avx2", 1);
    Chooser chooser = chooser(Machines.settings(), machine(true, true, Isa.AVX2), profile);
    assertEquals("scalar", chooser.decide(Kernel.SUM, float.class, 256).candidate().id());
  }

  @Test
  void unmeasuredKernelsGoByRank() {
    Chooser chooser = chooser(Machines.settings(), machine(true, true, Isa.NEON), null);
    assertEquals("scalar", chooser.decide(Kernel.EXP, double.class, 8).candidate().id());
    assertEquals("vector", chooser.decide(Kernel.EXP, double.class, 4096).candidate().id());
    Chooser native64 = chooser(Machines.settings(), machine(false, true, Isa.NEON), null);
    assertEquals("openblas-neon", native64.decide(Kernel.EXP, double.class, 64).candidate().id());
  }

  @Test
  void theProfilesWidthIsUsedAndItsTimesOnly() {
    Profile profile = profile(256);
    profile.put(Kernel.SUM, float.class, 256, "scalar", 1);
    profile.put(Kernel.SUM, float.class, 256, "vector-256", 0.5);
    profile.put(Kernel.SUM, float.class, 256, "vector-512", 2);
    Chooser chooser = chooser(Machines.settings(), machine(true, false), profile);
    assertEquals(256, chooser.candidates().laneBits());
    assertEquals("vector", chooser.decide(Kernel.SUM, float.class, 256).candidate().id());
  }

  @Test
  void aProfileOfAnotherProcessorDoesNotSetTheWidth() {
    Profile shipped =
        new Profile(Environment.VERSION, Instant.EPOCH, "another", "jdk", "full", 256);
    Profiles profiles = new Profiles(null, shipped, null, null);
    assertEquals(0, profiles.recommendedBits(CPU));
    assertEquals(256, new Profiles(null, profile(256), null, null).recommendedBits(CPU));
  }

  @Test
  void missingBackendsLeaveTheRest() {
    record Case(boolean vector, boolean library, String expected) {}
    for (Case c :
        List.of(
            new Case(true, true, "openblas-avx2"),
            new Case(true, false, "vector"),
            new Case(false, true, "openblas-avx2"),
            new Case(false, false, "scalar"))) {
      Chooser chooser =
          chooser(Machines.settings(), machine(c.vector, c.library, Isa.AVX2), crossing());
      Chooser.Decision decision = chooser.decide(Kernel.ADAM, float.class, 65536);
      assertEquals(c.expected, decision.candidate().id(), c.toString());
      for (Availability<Backend> availability : chooser.candidates().availability()) {
        boolean expected =
            switch (availability.of()) {
              case SCALAR -> true;
              case VECTOR -> c.vector;
              case OPENBLAS -> c.library;
            };
        assertEquals(expected, availability.available(), c + " " + availability);
        assertFalse(availability.reason().isEmpty());
        assertEquals(expected, availability.remedy().isEmpty(), availability.toString());
      }
    }
    Chooser none = chooser(Machines.settings(), machine(false, false), crossing());
    assertEquals("only one available", none.decide(Kernel.ADAM, float.class, 65536).why());
  }

  @Test
  void aForcedBackendIsTaken() {
    Environment machine = machine(true, true, Isa.AVX2, Isa.AVX512);
    Chooser vector = chooser(Machines.settings("gradcore.backend", "vector"), machine, crossing());
    Chooser.Decision decision = vector.decide(Kernel.ADAM, float.class, 1);
    assertEquals("vector", decision.candidate().id());
    assertEquals("forced by -Dgradcore.backend", decision.why());
    assertNull(decision.substitute());

    Chooser openblas =
        chooser(Machines.settings("gradcore.backend", "openblas"), machine, crossing());
    assertEquals("openblas-avx2", openblas.decide(Kernel.ADAM, float.class, 1).candidate().id());
    assertEquals(
        "openblas-avx2-blas",
        openblas.decide(Kernel.DENSE_LOSS, float.class, 65536).candidate().id());

    Chooser candidate =
        chooser(Machines.settings("gradcore.backend", "openblas-avx512-blas"), machine, crossing());
    assertEquals(
        "openblas-avx512", candidate.decide(Kernel.ADAM, float.class, 16).candidate().id());
    assertEquals(
        "openblas-avx512-blas",
        candidate.decide(Kernel.DENSE_LOSS, float.class, 16).candidate().id());
  }

  @Test
  void aForcedBackendThatIsMissingSaysWhy() {
    Environment machine = machine(false, true, Isa.AVX2);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> chooser(Machines.settings("gradcore.backend", "vector"), machine, null));
    assertTrue(e.getMessage().contains("no module. Add it"), e.getMessage());
    e =
        assertThrows(
            IllegalStateException.class,
            () -> chooser(Machines.settings("gradcore.backend", "openblas-avx512"), machine, null));
    assertTrue(e.getMessage().contains("openblas-avx512"), e.getMessage());
    e =
        assertThrows(
            IllegalStateException.class,
            () ->
                chooser(
                    Machines.settings("gradcore.backend", "openblas", "gradcore.isa", "none"),
                    machine,
                    null));
    assertTrue(e.getMessage().contains("-Dgradcore.isa=none"), e.getMessage());
  }

  @Test
  void reproducibleLeavesBlasOut() {
    Environment machine = machine(true, true, Isa.AVX2);
    Chooser chooser =
        chooser(Machines.settings("gradcore.reproducible", "true"), machine, crossing());
    assertFalse(chooser.candidates().of(Kernel.DENSE_LOSS).stream().anyMatch(Candidate::blas));
    assertEquals(
        "openblas-avx2", chooser.decide(Kernel.DENSE_LOSS, float.class, 65536).candidate().id());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            chooser(
                Machines.settings(
                    "gradcore.reproducible", "", "gradcore.backend", "openblas-avx2-blas"),
                machine,
                null));
  }

  @Test
  void theSubstituteHasTheSameBits() {
    Profile profile = profile(512);
    profile.put(Kernel.DENSE_LOSS, float.class, 4096, "scalar", 9);
    profile.put(Kernel.DENSE_LOSS, float.class, 4096, "vector-512", 1);
    profile.put(Kernel.DENSE_LOSS, float.class, 4096, "openblas-avx2", 3);
    profile.put(Kernel.DENSE_LOSS, float.class, 4096, "openblas-avx2-blas", 1.5);
    Environment machine = machine(true, true, Isa.AVX2);
    Chooser.Decision decision =
        chooser(Machines.settings(), machine, profile).decide(Kernel.DENSE_LOSS, float.class, 4096);
    assertEquals("vector", decision.candidate().id());
    assertEquals("openblas-avx2", decision.substitute().id());
    assertEquals(2 * 4096, decision.regretNanos(), 1e-6);
    assertNull(
        chooser(Machines.settings("gradcore.warmup", "none"), machine, profile)
            .decide(Kernel.DENSE_LOSS, float.class, 4096)
            .substitute());
  }

  @Test
  void tinyCallsNeverGoToNativeCode() {
    Profile profile = profile(512);
    profile.put(Kernel.SUM, float.class, 256, "scalar", 9);
    profile.put(Kernel.SUM, float.class, 256, "openblas-avx2", 1);
    Chooser chooser = chooser(Machines.settings(), machine(false, true, Isa.AVX2), profile);
    for (long size = 0; size < 4; size++) {
      assertEquals("scalar", chooser.decide(Kernel.SUM, float.class, size).candidate().id());
    }
  }
}
