package org.gradcore.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Candidates;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.Profiles;
import org.gradcore.kernel.Kernel;

/**
 * Finds the candidate for a kernel, element type and size: what is forced, else the fastest by the
 * profile of this machine, else by the shipped table.
 */
final class Chooser {
  /**
   * Candidates within this factor of the fastest are as good; the simplest of them is taken, so
   * that the noise of a measurement does not decide.
   */
  private static final double NOISE = 1.02;

  /** Smaller calls never go to native code if there is another way: the call costs more. */
  private static final long SMALLEST_NATIVE = 4;

  /** Without any measurement: larger calls go to the vector backend. */
  private static final long SMALLEST_VECTOR = 64;

  /**
   * What was chosen.
   *
   * @param substitute what runs until the candidate is compiled, with the same bits; null for none
   * @param regretNanos what a call to the substitute costs more than one to the candidate
   */
  record Decision(Candidate candidate, String why, Candidate substitute, double regretNanos) {}

  private final Settings settings;
  private final Profiles profiles;
  private final Candidates candidates;
  private final String forcedBy;

  /**
   * Probes what the settings leave to choose from.
   *
   * @param forcedBy what forced the backend or candidate of the settings, for {@code why}; null if
   *     nothing did
   * @throws IllegalStateException if what is forced is not available; with the reason
   * @throws IllegalArgumentException if the settings contradict each other
   */
  Chooser(Settings settings, Environment environment, Profiles profiles, String forcedBy) {
    this.settings = settings;
    this.profiles = profiles;
    this.forcedBy = forcedBy;
    candidates = new Candidates(settings, environment, profiles.recommendedBits(environment.cpu()));
  }

  /** What there is to choose from. */
  Candidates candidates() {
    return candidates;
  }

  Profiles profiles() {
    return profiles;
  }

  /** Chooses for calls of about this size. */
  Decision decide(Kernel kernel, Class<?> element, long size) {
    List<Candidate> open = candidates.of(kernel);
    boolean single = open.size() == 1;
    if (!single && size < SMALLEST_NATIVE) {
      open.removeIf(c -> c.backend() == Backend.OPENBLAS && settings.backend() == null);
    }
    Decision decision = byProfile(profiles.user(), "profile", open, kernel, element, size);
    if (decision == null) {
      decision = byProfile(profiles.shipped(), "shipped table", open, kernel, element, size);
    }
    if (decision == null) {
      decision = unmeasured(open, size);
    }
    String why = decision.why();
    if (forcedBy != null) {
      why = single ? "forced by " + forcedBy : "forced by " + forcedBy + ", " + why;
    } else if (single) {
      why = "only one available";
    }
    if (decision.candidate().backend() != Backend.VECTOR
        || forcedBy != null
        || !settings.backgroundWarmup()) {
      return new Decision(decision.candidate(), why, null, 0);
    }
    return withSubstitute(decision.candidate(), why, open, kernel, element, size);
  }

  private Decision byProfile(
      Profile profile,
      String why,
      List<Candidate> open,
      Kernel kernel,
      Class<?> element,
      long size) {
    Candidate fastest = fastest(profile, open, kernel, element, size);
    if (fastest == null) {
      return null;
    }
    Kernel measured = measured(profile, kernel);
    String whose = measured == kernel ? why : why + ", the row of " + measured.id();
    return new Decision(fastest, whose, null, 0);
  }

  /** The kernel itself, or the one whose times stand for it where it was not measured. */
  private static Kernel measured(Profile profile, Kernel kernel) {
    return kernel.like() == null || profile.kernels().contains(kernel) ? kernel : kernel.like();
  }

  /**
   * The fastest of the measured candidates, the simplest within noise; null if none is measured.
   */
  private Candidate fastest(
      Profile profile, List<Candidate> open, Kernel kernel, Class<?> element, long size) {
    if (profile == null) {
      return null;
    }
    double best = Double.POSITIVE_INFINITY;
    for (Candidate candidate : open) {
      double nanos = nanos(profile, candidate, kernel, element, size);
      if (nanos < best) {
        best = nanos;
      }
    }
    for (Candidate candidate : open) {
      if (nanos(profile, candidate, kernel, element, size) <= NOISE * best) {
        return candidate;
      }
    }
    return null;
  }

  /** Time of a call of about this size; NaN if not measured. */
  private double nanos(
      Profile profile, Candidate candidate, Kernel kernel, Class<?> element, long size) {
    int bits = candidate.backend() == Backend.VECTOR ? candidates.laneBits() : 0;
    Kernel measured = measured(profile, kernel);
    long at = profile.representative(measured, element, Math.max(size, 1));
    return profile.nanos(measured, element, Profile.column(candidate, bits), at);
  }

  /** Time of a call to the vector backend as this machine's profile or the shipped table has it. */
  double vectorNanos(Kernel kernel, Class<?> element, long size) {
    for (Profile profile : new Profile[] {profiles.user(), profiles.shipped()}) {
      double nanos =
          profile == null ? Double.NaN : nanos(profile, Candidate.VECTOR, kernel, element, size);
      if (!Double.isNaN(nanos)) {
        return nanos;
      }
    }
    return Double.NaN;
  }

  private static Decision unmeasured(List<Candidate> open, long size) {
    Candidate scalar = open.getFirst();
    Candidate other = open.size() > 1 && scalar.backend() == Backend.SCALAR ? open.get(1) : scalar;
    return new Decision(
        size < SMALLEST_VECTOR ? scalar : other, "not measured here, by its rank", null, 0);
  }

  private Decision withSubstitute(
      Candidate vector,
      String why,
      List<Candidate> open,
      Kernel kernel,
      Class<?> element,
      long size) {
    List<Candidate> others = new ArrayList<>(open);
    // BLAS would change the bits of a run at the moment of the switch.
    others.removeIf(c -> c.backend() == Backend.VECTOR || c.blas());
    if (others.isEmpty()) {
      return new Decision(vector, why, null, 0);
    }
    Profile profile = profiles.user();
    Candidate substitute = fastest(profile, others, kernel, element, size);
    if (substitute == null) {
      profile = profiles.shipped();
      substitute = fastest(profile, others, kernel, element, size);
    }
    double vectorNanos = Double.NaN;
    double nanos = Double.NaN;
    if (substitute != null) {
      vectorNanos = nanos(profile, vector, kernel, element, size);
      nanos = nanos(profile, substitute, kernel, element, size);
    } else {
      substitute = others.getLast();
    }
    // Not measured, or no faster: a small regret, so that the choice comes into force some time.
    double least = 0.02 * Math.max(size, 1);
    double regret = Double.isNaN(nanos - vectorNanos) ? size : nanos - vectorNanos;
    return new Decision(vector, why, substitute, Math.max(regret, least));
  }
}
