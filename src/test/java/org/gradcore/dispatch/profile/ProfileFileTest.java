package org.gradcore.dispatch.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.gradcore.dispatch.machine.Cpu;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Machines;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileFileTest {
  private static final Cpu CPU = new Cpu("Test \"quoted\" ü", "1", List.of("avx2"));

  @TempDir Path folder;

  private static Profile profile(String cpu) {
    Profile profile =
        new Profile(
            Environment.VERSION, Instant.parse("2025-01-31T12:00:00Z"), cpu, "jdk 25", "full", 256);
    for (Kernel kernel : Kernel.values()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        for (long size : new long[] {16, 4096}) {
          profile.put(kernel, element, size, "scalar", 1.5 + kernel.ordinal());
          profile.put(kernel, element, size, "vector-256", 0.25);
          profile.put(kernel, element, size, "openblas-avx2-blas", 1e-3);
        }
      }
    }
    return profile;
  }

  private static Environment environment() {
    return Machines.of(CPU, "jdk 25", true, false);
  }

  private Profiles load(Path file) {
    return Profiles.load(
        Settings.of(name -> name.equals("gradcore.profile") ? file.toString() : null),
        environment());
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Profile profile = profile(CPU.key());
    Path file = folder.resolve("a/b/profile.json");
    ProfileFile.write(profile, file);
    Profile read = ProfileFile.read(file);
    assertEquals(profile.kernels(), read.kernels());
    for (Kernel kernel : profile.kernels()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        assertEquals(profile.sizes(kernel, element), read.sizes(kernel, element));
      }
    }
    assertEquals(profile.date(), read.date());
    assertEquals(profile.cpu(), read.cpu());
    assertEquals(profile.jdk(), read.jdk());
    assertEquals(profile.mode(), read.mode());
    assertEquals(profile.gradcore(), read.gradcore());
    assertEquals(256, read.vectorBits());
    Profiles profiles = load(file);
    assertNotNull(profiles.user());
    assertNull(profiles.problem());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("", "JSON"),
        Arguments.of("not json", "JSON"),
        Arguments.of("{", "JSON"),
        Arguments.of("[]", "not a JSON object"),
        Arguments.of("null", "not a JSON object"),
        Arguments.of("{}", "\"format\" is missing"),
        Arguments.of("{\"format\": \"1\"}", "\"format\" is missing or not a number"),
        Arguments.of("{\"format\": 2}", "format 2"),
        Arguments.of("[".repeat(100_000), "JSON"),
        Arguments.of(with("\"format\": 1", "\"format\": 1e999"), "finite"),
        Arguments.of(with("\"vectorBits\": 256", "\"vectorBits\": 64"), "vectorBits 64"),
        Arguments.of(with("2025-01-31", "yesterday"), "date"),
        Arguments.of(with("\"adam\"", "\"adamant\""), "unknown kernel \"adamant\""),
        Arguments.of(with("\"scalar\"", "\"cuda\""), "unknown candidate \"cuda\""),
        Arguments.of(with("\"float\"", "\"half\""), "element \"half\""),
        Arguments.of(with("\"4096\"", "\"-4096\""), "size \"-4096\""),
        Arguments.of(with("\"4096\"", "\"many\""), "size \"many\""),
        Arguments.of(with("0.25", "NaN"), "JSON"),
        Arguments.of(with("0.25", "-0.25"), "expected a positive"),
        Arguments.of(with("0.25", "0"), "expected a positive"),
        Arguments.of(with("0.25", "\"fast\""), "not a number"),
        Arguments.of(with("0.25", "null"), "not a number"),
        Arguments.of(with("\"times\"", "\"timings\""), "times"),
        Arguments.of(json() + "{}", "JSON at line"),
        Arguments.of(json().substring(0, json().length() / 2), "JSON"));
  }

  private static String json() {
    try {
      return ProfileFile.toJson(profile(CPU.key()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String with(String from, String to) {
    String json = json();
    int at = json.indexOf(from);
    assertTrue(at > 0, from);
    return json.substring(0, at) + to + json.substring(at + from.length());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenProfileIsReportedAndIgnored(String text, String problem) throws IOException {
    Path file = folder.resolve("profile.json");
    Files.writeString(file, text);
    Profiles profiles = load(file);
    assertNull(profiles.user());
    assertTrue(profiles.problem().contains(problem), profiles.problem());
    assertFalse(profiles.problem().contains("\n"), profiles.problem());
    assertTrue(profiles.problem().length() < 300, profiles.problem());
  }

  @Test
  void aForeignProfileIsReportedAndIgnored() throws IOException {
    Path file = folder.resolve("profile.json");
    ProfileFile.write(profile("another processor"), file);
    assertTrue(load(file).problem().contains("another processor"));
    Files.writeString(file, with("jdk 25", "jdk 26"));
    assertTrue(load(file).problem().contains("jdk 26"));
    Files.writeString(file, with("\"" + Environment.VERSION + "\"", "\"9.9\""));
    assertTrue(load(file).problem().contains("gradcore 9.9"));
    assertNull(load(file).user());
  }

  @Test
  void aMissingFileThatWasAskedForIsReported() {
    assertTrue(load(folder.resolve("absent.json")).problem().contains("no such file"));
    assertNotNull(load(folder).problem());
  }

  @Test
  void mutationsNeverThrow() throws IOException {
    long seed = Long.getLong("gradcore.test.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] json = json().getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("profile.json");
    for (int i = 0; i < 500; i++) {
      byte[] mutated = json.clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(mutated.length) : mutated.length;
      Files.write(file, java.util.Arrays.copyOf(mutated, length));
      try {
        Profiles profiles = load(file);
        assertTrue((profiles.user() == null) != (profiles.problem() == null));
        if (profiles.user() != null) {
          long size = profiles.user().representative(Kernel.ADAM, float.class, 512);
          profiles.user().nanos(Kernel.ADAM, float.class, "scalar", size);
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError("gradcore.test.seed=" + seed + ", round " + i, e);
      }
    }
  }

  @Test
  void readersSeeTheOldOrTheNewFile() throws Exception {
    Path file = folder.resolve("profile.json");
    ProfileFile.write(profile("a"), file);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  ProfileFile.read(file);
                }
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    reader.start();
    for (int i = 0; i < 50; i++) {
      ProfileFile.write(profile("a".repeat(1 + i % 3 * 1000)), file);
    }
    stop.set(true);
    reader.join();
    assertNull(failure.get());
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("profile.json");
    ProfileFile.write(profile("a"), file);
    Profile unwritable = profile("a");
    unwritable.put(Kernel.ADAM, float.class, 16, "scalar", Double.NaN);
    assertThrows(RuntimeException.class, () -> ProfileFile.write(unwritable, file));
    assertEquals(
        1.5 + Kernel.ADAM.ordinal(),
        ProfileFile.read(file).nanos(Kernel.ADAM, float.class, "scalar", 16) / 16);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theCacheFolderIsTheSystems() {
    Map<String, String> none = Map.of();
    Path linux = ProfileFile.inCache(CPU, "25", "Linux", none::get, "/home/u");
    assertEquals(Path.of("/home/u/.cache/gradcore"), linux.getParent());
    assertEquals(
        Path.of("/x/gradcore"),
        ProfileFile.inCache(
                CPU, "25", "Linux", Map.of("XDG_CACHE_HOME", Path.of("/x").toString())::get, "/h")
            .getParent());
    assertEquals(
        Path.of("/home/u/.cache/gradcore"),
        ProfileFile.inCache(CPU, "25", "Linux", Map.of("XDG_CACHE_HOME", "x")::get, "/home/u")
            .getParent());
    assertEquals(
        Path.of("/Users/u/Library/Caches/gradcore"),
        ProfileFile.inCache(CPU, "25", "Mac OS X", none::get, "/Users/u").getParent());
    Map<String, String> local = Map.of("LOCALAPPDATA", folder.toAbsolutePath().toString());
    assertEquals(
        folder.toAbsolutePath().resolve("gradcore"),
        ProfileFile.inCache(CPU, "25", "Windows 11", local::get, "/h").getParent());
    for (String os : List.of("Linux", "Mac OS X", "Windows 11")) {
      for (String home : new String[] {null, "", "?", "relative", "./x"}) {
        assertNull(ProfileFile.inCache(CPU, "25", os, none::get, home), home);
      }
      assertNull(ProfileFile.inCache(CPU, "25", os, name -> "x", "?"));
    }
    assertNotEquals(linux, ProfileFile.inCache(CPU, "26", "Linux", none::get, "/home/u"));
    Cpu other = new Cpu("Other", "1", List.of());
    assertNotEquals(linux, ProfileFile.inCache(other, "25", "Linux", none::get, "/home/u"));
  }

  @Test
  void theShippedTableIsAProfile() {
    Profiles profiles = load(folder.resolve("absent.json"));
    assertNotNull(profiles.shipped(), "src/main/resources/org/gradcore/dispatch/profile");
    for (Kernel kernel : Kernel.values()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        // A kernel that is younger than the table names a relative.
        Kernel measured = kernel.like() == null ? kernel : kernel.like();
        assertFalse(profiles.shipped().sizes(measured, element).isEmpty(), kernel + " " + element);
      }
    }
  }

  @Test
  void strictReaderTakesPlainJson() throws IOException {
    assertEquals(256, ProfileFile.fromJson(new StringReader(json())).vectorBits());
  }
}
