package org.gradcore.dispatch.machine;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the user asked for by system properties.
 *
 * @param backend the forced backend, or null
 * @param candidate the forced candidate, or null
 * @param isaCap the largest allowed instruction set of C++ kernels, or null
 * @param reproducible leave out what OpenBLAS sums in its own order
 * @param profile the profile file, or null for the one in the user's cache folder
 * @param crossing how functions of the native library are called
 * @param backgroundWarmup whether Vector kernels, and calls by {@code java.lang.foreign}, are
 *     compiled in the background before use
 */
public record Settings(
    Backend backend,
    Candidate candidate,
    Isa isaCap,
    boolean reproducible,
    Path profile,
    Crossing crossing,
    boolean backgroundWarmup) {

  /** The property that forces a backend or a candidate. */
  public static final String BACKEND = "gradcore.backend";

  /** The property that caps the instruction set. */
  public static final String ISA = "gradcore.isa";

  /** The property that leaves out what OpenBLAS sums in its own order. */
  public static final String REPRODUCIBLE = "gradcore.reproducible";

  /** The property that names the profile's file. */
  public static final String PROFILE = "gradcore.profile";

  /** The property that says how functions of the native library are called. */
  public static final String CROSSING = "gradcore.crossing";

  /** The property that switches the warm-up in the background off. */
  public static final String WARMUP = "gradcore.warmup";

  /**
   * Reads the properties.
   *
   * @param property gives the value of a property, null if it is not set
   * @return what they ask for
   * @throws IllegalArgumentException for a value that is not known; the message lists the known
   */
  public static Settings of(UnaryOperator<String> property) {
    Backend backend = null;
    Candidate candidate = null;
    String name = property.apply(BACKEND);
    if (name != null && !name.equals("auto")) {
      backend = backend(name);
      candidate = backend == null ? Candidate.byId(name) : null;
      if (backend == null && candidate == null) {
        throw new IllegalArgumentException(
            BACKEND
                + " = \""
                + name
                + "\" is unknown; known: auto, openblas, "
                + Candidate.ALL.stream().map(Candidate::id).collect(Collectors.joining(", ")));
      }
    }
    String isa = property.apply(ISA);
    String warmup = property.apply(WARMUP);
    if (warmup != null && !warmup.equals("background") && !warmup.equals("none")) {
      throw new IllegalArgumentException(
          WARMUP + " = \"" + warmup + "\" is unknown; known: background, none");
    }
    return new Settings(
        backend,
        candidate,
        isa == null ? null : Isa.parse(isa),
        isTrue(property, REPRODUCIBLE),
        path(property.apply(PROFILE)),
        crossing(property.apply(CROSSING)),
        !"none".equals(warmup));
  }

  private static Backend backend(String name) {
    for (Backend backend : Backend.values()) {
      if (backend.id().equals(name)) {
        return backend;
      }
    }
    return null;
  }

  private static Crossing crossing(String value) {
    for (Crossing crossing : Crossing.values()) {
      if (value == null || crossing.id().equals(value)) {
        return crossing;
      }
    }
    throw new IllegalArgumentException(
        CROSSING + " = \"" + value + "\" is unknown; known: auto, jni, foreign");
  }

  private static boolean isTrue(UnaryOperator<String> property, String name) {
    String value = property.apply(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.isEmpty() || value.equals("true")) {
      return true;
    }
    throw new IllegalArgumentException(
        name + " = \"" + value + "\" is unknown; known: true, false");
  }

  private static Path path(String value) {
    try {
      return value == null || value.isEmpty() ? null : Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(PROFILE + " = \"" + value + "\" is not a path", e);
    }
  }

  /**
   * The same, but with a forced backend or candidate in place of the one of the property.
   *
   * @param backend the backend, or null
   * @param candidate the candidate, or null
   * @return the other settings
   */
  public Settings forced(Backend backend, Candidate candidate) {
    return new Settings(
        backend, candidate, isaCap, reproducible, profile, crossing, backgroundWarmup);
  }

  /** The same, without what OpenBLAS sums in its own order: the other settings. */
  public Settings withReproducible() {
    return new Settings(backend, candidate, isaCap, true, profile, crossing, backgroundWarmup);
  }
}
