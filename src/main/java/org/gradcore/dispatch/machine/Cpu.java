package org.gradcore.dispatch.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which processor this is: measurements hold for one kind of processor only.
 *
 * @param name vendor and model as the system names them, e.g. {@code AMD EPYC}
 * @param id what tells processors apart that share a name: vendor, family, model, stepping
 * @param features the instruction sets that matter to the kernels, in the system's names
 */
public record Cpu(String name, String id, List<String> features) {
  private static final List<String> INTERESTING =
      List.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512dq",
          "asimd",
          "fp",
          "sve",
          "sve2");

  /** What a profile is keyed by: all that is known of the processor, in one line. */
  public String key() {
    return name + " | " + id + " | " + String.join(" ", features);
  }

  /**
   * Asks the system. Where it does not tell, the architecture stands in; nothing is thrown.
   *
   * @return this processor
   */
  public static Cpu current() {
    String arch = System.getProperty("os.arch", "unknown");
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Cpu cpu = null;
    try {
      if (os.startsWith("linux")) {
        cpu = ofCpuInfo(Files.readString(Path.of("/proc/cpuinfo")), arch);
      } else if (os.startsWith("mac")) {
        cpu = ofSysctl(run("sysctl", "machdep.cpu", "hw.optional"), arch);
      } else if (os.startsWith("windows")) {
        cpu = ofEnvironment(System.getenv(), arch);
      }
    } catch (IOException | RuntimeException e) {
      cpu = null;
    }
    return cpu != null ? cpu : new Cpu(arch, arch, List.of());
  }

  /** Reads the first processor of {@code /proc/cpuinfo}; null if it names none. */
  static Cpu ofCpuInfo(String text, String arch) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String vendor = fields.get("vendor_id");
    if (vendor != null) {
      String id =
          vendor
              + " "
              + fields.get("cpu family")
              + "/"
              + fields.get("model")
              + "/"
              + fields.get("stepping");
      return new Cpu(fields.getOrDefault("model name", vendor), id, features(fields.get("flags")));
    }
    String implementer = fields.get("CPU implementer");
    if (implementer != null) {
      String id = implementer + " " + fields.get("CPU part") + "/" + fields.get("CPU variant");
      return new Cpu(
          fields.getOrDefault("model name", arch + " " + id), id, features(fields.get("Features")));
    }
    return null;
  }

  private static List<String> features(String flags) {
    Set<String> present = flags == null ? Set.of() : Set.copyOf(List.of(flags.split("\\s+")));
    return INTERESTING.stream().filter(present::contains).toList();
  }

  /** Reads the output of sysctl; null if it names no processor. */
  static Cpu ofSysctl(String text, String arch) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String brand = fields.get("machdep.cpu.brand_string");
    if (brand == null) {
      return null;
    }
    List<String> features = new ArrayList<>();
    for (String feature : List.of("avx2_0", "avx512f", "AdvSIMD", "neon")) {
      if ("1".equals(fields.get("hw.optional." + feature))) {
        features.add(feature.equals("avx2_0") ? "avx2" : feature.toLowerCase(Locale.ROOT));
      }
    }
    return new Cpu(brand, arch, List.copyOf(features));
  }

  /** Reads the environment of Windows; null if it names no processor. */
  static Cpu ofEnvironment(Map<String, String> environment, String arch) {
    String identifier = environment.get("PROCESSOR_IDENTIFIER");
    if (identifier == null) {
      return null;
    }
    String revision = environment.getOrDefault("PROCESSOR_REVISION", "");
    return new Cpu(identifier, arch + " " + revision, List.of());
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes());
      process.waitFor(2, TimeUnit.SECONDS);
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } finally {
      process.destroy();
    }
  }
}
