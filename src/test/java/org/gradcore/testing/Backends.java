package org.gradcore.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeLibrary;

/**
 * Which backends can be tested in this JVM. A missing one is never skipped silently: its tests are
 * reported as aborted with the reason, which is printed once, too; and they fail if the property
 * {@code gradcore.test.require} (a list like {@code vector,openblas}) names the backend.
 */
public final class Backends {
  /** Name of the property that lists the backends that must be there. */
  public static final String REQUIRE = "gradcore.test.require";

  private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

  /**
   * An instruction set of the native backend.
   *
   * @param number its number in the native interface
   * @param name its name
   * @param reason why it cannot be tested here, or null
   */
  public record Isa(int number, String name, String reason) {}

  private Backends() {}

  /** Why the vector backend cannot be tested here, or null. */
  public static String vectorReason() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? null
        : "the module jdk.incubator.vector is not there: add --add-modules jdk.incubator.vector";
  }

  /** Why the native library cannot be tested here, or null. */
  public static String nativeReason() {
    NativeLibrary.Status status = NativeLibrary.load();
    return status.loaded() ? null : "the native library is not there: " + status.reason();
  }

  /** The instruction sets of this platform, or one entry without a number if no library loads. */
  public static List<Isa> isas() {
    String missing = nativeReason();
    if (missing != null) {
      return List.of(new Isa(Native.ISA_NONE, "", missing));
    }
    List<Isa> isas = new ArrayList<>();
    if (Loader.getPlatform().endsWith("x86_64")) {
      isas.add(isa(Native.ISA_AVX2, "avx2"));
      isas.add(isa(Native.ISA_AVX512, "avx512"));
    } else {
      isas.add(isa(Native.ISA_NEON, "neon"));
    }
    return isas;
  }

  private static Isa isa(int number, String name) {
    boolean supported = Native.gradcore_isa_supported(number) != 0;
    return new Isa(
        number, name, supported ? null : "this CPU or its system does not support " + name);
  }

  /** Whether the run must have this backend. */
  static boolean required(String backend) {
    return Arrays.stream(System.getProperty(REQUIRE, "").split(","))
        .anyMatch(name -> name.trim().equals(backend));
  }

  /**
   * Aborts the running test if there is a reason, or fails it if the run requires the backend.
   *
   * @param backend {@code vector} or {@code openblas}
   * @param required whether {@link #REQUIRE} applies
   * @param reason why the backend is missing, or null
   */
  public static void check(String backend, boolean required, String reason) {
    if (reason == null) {
      return;
    }
    String text = "NOT TESTED: " + backend + ": " + reason;
    if (PRINTED.add(text)) {
      System.err.println(text);
    }
    if (required && required(backend)) {
      fail(text + "; -D" + REQUIRE + "=" + System.getProperty(REQUIRE) + " requires it");
    }
    abort(text);
  }
}
