package org.gradcore.dispatch.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gradcore.kernel.Kernel;

/** What the settings and this process leave to choose from; of the rest, why it is left out. */
public final class Candidates {
  private final Settings settings;
  private final Environment environment;
  private final int recommendedBits;
  private final Map<Backend, Availability<Backend>> availability = new EnumMap<>(Backend.class);
  private final List<Availability<Isa>> isas = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /**
   * Probes what the settings leave to choose from.
   *
   * @param settings what the user asked for
   * @param environment what there is
   * @param recommendedBits the lane width that the profile recommends for the vector backend, or 0
   * @throws IllegalStateException if what is forced is not available; with the reason
   * @throws IllegalArgumentException if the settings contradict each other
   */
  public Candidates(Settings settings, Environment environment, int recommendedBits) {
    this.settings = settings;
    this.environment = environment;
    this.recommendedBits = recommendedBits;
    Backend only =
        settings.candidate() != null ? settings.candidate().backend() : settings.backend();
    for (Backend backend : Backend.values()) {
      if (only == null || only == backend) {
        probe(backend);
      }
    }
    restrict(only);
  }

  private void probe(Backend backend) {
    switch (backend) {
      case SCALAR -> {
        availability.put(backend, Availability.yes(backend, "plain Java"));
        candidates.add(Candidate.SCALAR);
      }
      case VECTOR -> {
        Availability<Backend> vector = environment.vector();
        if (vector.available()) {
          int bits = laneBits();
          vector = Availability.yes(backend, vector.reason() + ", " + bits + " bits");
          candidates.add(Candidate.VECTOR);
        }
        availability.put(backend, vector);
      }
      case OPENBLAS -> availability.put(backend, probeOpenblas());
    }
  }

  private Availability<Backend> probeOpenblas() {
    if (settings.isaCap() == Isa.NONE) {
      String cap = "-D" + Settings.ISA + "=none leaves it out";
      return Availability.no(Backend.OPENBLAS, cap, "Remove this property");
    }
    Availability<Backend> library = environment.library();
    if (!library.available()) {
      return library;
    }
    if (settings.crossing() == Crossing.FOREIGN && !environment.foreign().available()) {
      throw new IllegalStateException(
          "the crossing "
              + Crossing.FOREIGN.id()
              + " is not available: "
              + environment.foreign().sentence());
    }
    List<String> names = new ArrayList<>();
    List<String> declined = new ArrayList<>();
    for (Isa isa : Isa.values()) {
      if (isa == Isa.NONE) {
        continue;
      }
      if (!environment.supports(isa)) {
        isas.add(Availability.no(isa, "the processor or the operating system lacks it", ""));
        declined.add(isa.id() + " is not supported here");
      } else if (!isa.allowedBy(settings.isaCap())) {
        String cap = "-D" + Settings.ISA + "=" + settings.isaCap().id();
        isas.add(Availability.no(isa, cap + " leaves it out", "Remove or raise this property"));
        declined.add(isa.id() + " is left out by " + cap);
      } else {
        isas.add(Availability.yes(isa, ""));
        names.add(isa.id());
        candidates.add(new Candidate(Backend.OPENBLAS, isa, false));
        if (!settings.reproducible()) {
          candidates.add(new Candidate(Backend.OPENBLAS, isa, true));
        }
      }
    }
    return names.isEmpty()
        ? Availability.no(
            Backend.OPENBLAS,
            "no instruction set is left: " + String.join(", ", declined),
            settings.isaCap() == null ? "" : "Remove the property " + Settings.ISA)
        : Availability.yes(Backend.OPENBLAS, String.join(", ", names) + ", " + library.reason());
  }

  private void restrict(Backend only) {
    if (only == null) {
      return;
    }
    Availability<Backend> found = availability.get(only);
    if (!found.available()) {
      throw new IllegalStateException(
          "the backend " + only.id() + " is not available: " + found.sentence());
    }
    Candidate candidate = settings.candidate();
    if (candidate == null) {
      return;
    }
    if (candidate.blas() && settings.reproducible()) {
      throw new IllegalArgumentException(
          candidate.id()
              + " given together with "
              + Settings.REPRODUCIBLE
              + ", which leaves BLAS out; allowed is one of them");
    }
    if (!candidates.contains(candidate)) {
      String reason =
          isas.stream()
              .filter(isa -> isa.of() == candidate.isa())
              .map(Availability::sentence)
              .findFirst()
              .orElse("unknown");
      throw new IllegalStateException(candidate.id() + " is not available: " + reason);
    }
    // For kernels without a BLAS variant, the plain candidate of the same instruction set serves.
    candidates.removeIf(c -> c.isa() != candidate.isa() || (!candidate.blas() && c.blas()));
  }

  /**
   * Which backends can be used, and why not; of a forced one only, if one is forced.
   *
   * @return one entry per backend, in the order of {@link Backend}
   */
  public List<Availability<Backend>> availability() {
    return List.copyOf(availability.values());
  }

  /**
   * Which instruction sets the C++ kernels can use, and why not.
   *
   * @return one entry per instruction set; empty if the native library was not probed or is not
   *     there
   */
  public List<Availability<Isa>> isas() {
    return List.copyOf(isas);
  }

  /**
   * Which ways there are to call functions of the native library, and why not.
   *
   * @return one entry per way; empty if the native library was not probed or is not there
   */
  public List<Availability<Crossing>> crossings() {
    if (isas.isEmpty()) {
      return List.of();
    }
    Availability<Crossing> foreign = environment.foreign();
    String property = "-D" + Settings.CROSSING + "=";
    return switch (settings.crossing()) {
      case AUTO ->
          List.of(
              Availability.yes(Crossing.JNI, foreign.available() ? "the other calls" : "all calls"),
              foreign);
      case JNI ->
          List.of(
              Availability.yes(Crossing.JNI, "all calls"),
              Availability.no(
                  Crossing.FOREIGN, property + "jni leaves it out", "Remove this property"));
      case FOREIGN ->
          List.of(
              Availability.no(
                  Crossing.JNI, property + "foreign leaves it out", "Remove this property"),
              Availability.yes(Crossing.FOREIGN, "all calls"));
    };
  }

  /**
   * What can run a kernel.
   *
   * @param kernel the kernel
   * @return the available candidates, from the simplest; the list is the caller's
   */
  public List<Candidate> of(Kernel kernel) {
    List<Candidate> list = new ArrayList<>(candidates);
    list.removeIf(c -> !c.serves(kernel));
    if (settings.candidate() != null && settings.candidate().serves(kernel)) {
      list.removeIf(c -> !c.equals(settings.candidate()));
    }
    return list;
  }

  /**
   * The lane width of the vector backend, which must be available.
   *
   * @return 128, 256 or 512 bits
   * @throws IllegalArgumentException if the property asks for a width that this JVM does not have
   */
  public int laneBits() {
    return environment.laneBits(recommendedBits);
  }
}
