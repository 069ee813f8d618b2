package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.presets.NativeLibrary;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.Test;

/**
 * Two class loaders of one JVM each have a gradcore, as applications in one server do: the second
 * does without the native library, says so, and computes the same.
 */
class ClassLoadersTest {
  @Test
  void theSecondLoaderUsesTheOtherBackends() throws Exception {
    assumeTrue(
        NativeLibrary.load().loaded(),
        () -> "the native library is not built: " + NativeLibrary.load().reason());
    ChildJvm.Result result =
        ChildJvm.run(
            TwoRuns.class,
            true,
            List.of(
                ChildJvm.VECTOR,
                ChildJvm.NATIVE_ACCESS,
                "-Dgradcore.profile=",
                "-Dgradcore.reproducible=true"));
    assertEquals(0, result.status(), result.toString());
    String expected = Long.toHexString(DispatchedRun.train(Kernels.of(Backend.SCALAR)));
    assertEquals(expected, result.value("first.result"));
    assertEquals(expected, result.value("second.result"));
    assertEquals("scalar vector openblas", result.value("first.available"));
    assertEquals("scalar vector", result.value("second.available"));
    assertEquals(1, result.count("the openblas backend is not used"), result.err());
    assertEquals(
        1, result.count("already loaded in another class loader of this JVM"), result.err());
    assertEquals(1, result.count("Put gradcore, gradcore-presets, javacpp"), result.err());
  }

  /** {@link DispatchedRun} twice, in class loaders that share nothing. */
  static final class TwoRuns {
    private TwoRuns() {}

    public static void main(String[] args) throws Exception {
      List<URL> path = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        path.add(Path.of(entry).toUri().toURL());
      }
      PrintStream console = System.out;
      for (String name : List.of("first", "second")) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        ClassLoader loader =
            new URLClassLoader(
                name, path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Method main =
            Class.forName(DispatchedRun.class.getName(), true, loader)
                .getMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .forEach(l -> console.println(name + "." + l));
      }
    }
  }
}
