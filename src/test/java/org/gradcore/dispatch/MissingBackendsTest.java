package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.presets.NativeLibrary;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that lack something: the same result, and one message that says what and the cure. */
class MissingBackendsTest {
  private static final String REPRODUCIBLE = "-Dgradcore.reproducible=true";
  private static final String FOREIGN = "-Dgradcore.crossing=foreign";
  private static final String OPENBLAS = "-Dgradcore.backend=openblas";
  private static String expected;

  @TempDir Path folder;

  @BeforeAll
  static void scalarResult() {
    expected = Long.toHexString(DispatchedRun.train(Kernels.of(Backend.SCALAR)));
  }

  private static boolean built() {
    return NativeLibrary.load().loaded();
  }

  private static ChildJvm.Result run(boolean nativeJars, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(REPRODUCIBLE);
    // Not the profile of whoever runs the tests.
    all.add("-Dgradcore.profile=");
    all.add("-Duser.home=" + Path.of("absent").toAbsolutePath());
    ProcessBuilder builder = ChildJvm.builder(DispatchedRun.class, nativeJars, all);
    builder.environment().remove("XDG_CACHE_HOME");
    String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
    Path javacpp =
        cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".javacpp/cache");
    builder.command().add(1, "-Dorg.bytedeco.javacpp.cachedir=" + javacpp);
    ChildJvm.Result result = ChildJvm.finish(ChildJvm.start(builder));
    assertEquals(0, result.status(), result.toString());
    assertEquals(expected, result.value("result"), result.toString());
    return result;
  }

  @Test
  void withEverything() throws Exception {
    assumeTrue(built(), () -> "the native library is not built: " + NativeLibrary.load().reason());
    ChildJvm.Result result = run(true, ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS);
    assertEquals("scalar vector openblas", result.value("available"));
    assertEquals(0, result.count("is not used"), result.err());
  }

  @Test
  void withoutTheVectorModule() throws Exception {
    ChildJvm.Result result = run(true, ChildJvm.NATIVE_ACCESS);
    assertEquals(built() ? "scalar openblas" : "scalar", result.value("available"));
    assertEquals(1, result.count("the vector backend is not used"), result.err());
    assertEquals(1, result.count("--add-modules jdk.incubator.vector"), result.err());
  }

  @Test
  void withoutTheNativeLibrary() throws Exception {
    ChildJvm.Result result = run(false, ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS);
    assertEquals("scalar vector", result.value("available"));
    assertEquals(1, result.count("the openblas backend is not used"), result.err());
    assertEquals(1, result.count("gradcore-presets"), result.err());
    assertEquals(0, result.count("the vector backend"), result.err());
  }

  @Test
  void withoutBoth() throws Exception {
    ChildJvm.Result result = run(false);
    assertEquals("scalar", result.value("available"));
    assertEquals("scalar", result.value("used"));
    assertEquals(1, result.count("the vector backend is not used"), result.err());
    assertEquals(1, result.count("the openblas backend is not used"), result.err());
  }

  @Test
  void withNativeAccessDenied() throws Exception {
    assumeTrue(built(), () -> "the native library is not built: " + NativeLibrary.load().reason());
    ChildJvm.Result result = run(true, ChildJvm.VECTOR, "--illegal-native-access=deny");
    assertEquals("scalar vector", result.value("available"));
    assertEquals(1, result.count("the openblas backend is not used"), result.err());
    assertEquals(1, result.count("--enable-native-access=ALL-UNNAMED"), result.err());
  }

  @Test
  void withoutC2() throws Exception {
    ChildJvm.Result result = run(false, ChildJvm.VECTOR, "-XX:TieredStopAtLevel=1");
    assertEquals("scalar", result.value("available"));
    assertEquals(1, result.count("C2"), result.err());
    result = run(false, ChildJvm.VECTOR, "-Xint");
    assertEquals("scalar", result.value("available"));
    assertEquals(1, result.count("-Xint"), result.err());
  }

  @Test
  void withAForcedBackend() throws Exception {
    ChildJvm.Result result = run(false, ChildJvm.VECTOR, "-Dgradcore.backend=vector");
    assertEquals("vector", result.value("used"));
    assertEquals(0, result.count("is not used"), result.err());
    result = run(false, "-Dgradcore.backend=scalar");
    assertEquals("scalar", result.value("used"));
    assertEquals(0, result.count("is not used"), result.err());
  }

  @Test
  void anUnknownBackendOrWidthIsAnError() throws Exception {
    for (String option :
        List.of(
            "-Dgradcore.backend=cuda",
            "-Dgradcore.isa=mmx",
            "-Dgradcore.crossing=ffm",
            "-Dgradcore.vector.bits=100")) {
      ChildJvm.Result result =
          ChildJvm.run(DispatchedRun.class, false, List.of(ChildJvm.VECTOR, option));
      assertEquals(1, result.status(), result.toString());
      String property = option.substring(2, option.indexOf('='));
      assertTrue(result.count("IllegalArgumentException: " + property) > 0, result.err());
    }
  }

  @Test
  void aForcedCrossingThatIsNotThereIsAnError() throws Exception {
    assumeTrue(built(), () -> "the native library is not built: " + NativeLibrary.load().reason());
    assertEquals("openblas", run(true, FOREIGN, OPENBLAS, ChildJvm.NATIVE_ACCESS).value("used"));
    ChildJvm.Result result =
        ChildJvm.run(
            DispatchedRun.class,
            true,
            List.of(FOREIGN, OPENBLAS, ChildJvm.NATIVE_ACCESS, "-XX:TieredStopAtLevel=1"));
    assertEquals(1, result.status(), result.toString());
    assertTrue(
        result.count("the crossing foreign is not available: the optimizing compiler C2 is off")
            > 0,
        result.err());
  }

  @Test
  void twoJvmsLoadFromAnEmptyCacheAtOnce() throws Exception {
    assumeTrue(built(), () -> "the native library is not built: " + NativeLibrary.load().reason());
    Path cache = Files.createDirectory(folder.resolve("cache"));
    List<String> options =
        List.of(
            ChildJvm.NATIVE_ACCESS,
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-Dgradcore.backend=openblas",
            REPRODUCIBLE);
    ProcessBuilder builder = ChildJvm.builder(DispatchedRun.class, true, options);
    ChildJvm.Started first = ChildJvm.start(builder);
    ChildJvm.Started second = ChildJvm.start(builder);
    for (ChildJvm.Started started : List.of(first, second)) {
      ChildJvm.Result result = ChildJvm.finish(started);
      assertEquals(0, result.status(), result.toString());
      assertEquals(expected, result.value("result"));
      assertEquals("openblas", result.value("used"));
    }
  }
}
