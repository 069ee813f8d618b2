package org.gradcore.dispatch.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Environments that tests make up. */
public final class Machines {
  private Machines() {}

  /** With the vector module or without, and the native library with these instruction sets. */
  public static Environment of(Cpu cpu, String jdk, boolean vector, boolean library, Isa... isas) {
    Set<Isa> supported = Set.of(isas);
    return new Environment(
        cpu,
        jdk,
        () ->
            vector
                ? Availability.yes(Backend.VECTOR, "yes")
                : Availability.no(Backend.VECTOR, "no module", "Add it"),
        () ->
            library
                ? Availability.yes(Backend.OPENBLAS, "lib.so")
                : Availability.no(Backend.OPENBLAS, "no library", "Install it"),
        () -> Availability.no(Crossing.FOREIGN, "no linker", "Take another JVM"),
        supported::contains,
        recommended -> recommended > 0 ? recommended : 512);
  }

  /** Settings from names and values. */
  public static Settings settings(String... pairs) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return Settings.of(properties::get);
  }
}
