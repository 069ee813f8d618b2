package org.gradcore.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.Native;

/** A JVM of a test's own with the test's class path, the vector module and native access. */
public final class TestJvm {
  /**
   * How it ended.
   *
   * @param status exit status
   * @param out what it printed
   * @param err what it printed to standard error
   */
  public record Result(int status, String out, String err) {}

  private TestJvm() {}

  /**
   * Runs a main class to its end; fails if that takes longer than {@code limit}.
   *
   * @param options more options of the JVM
   */
  public static Result run(
      Class<?> main, List<String> options, List<String> arguments, Duration limit)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    Path out = Files.createTempFile("gradcore-test", ".out");
    Path err = Files.createTempFile("gradcore-test", ".err");
    try {
      Process child =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor();
        fail(command + " did not end within " + limit + ": " + read(out) + read(err));
      }
      return new Result(child.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** The test's class path; a launcher with a class loader of its own may hide it. */
  private static String classPath() throws URISyntaxException {
    Set<String> path = new LinkedHashSet<>();
    path.add(System.getProperty("java.class.path"));
    for (Class<?> type :
        List.of(TestJvm.class, Kernel.class, Native.class, Loader.class, Gson.class)) {
      path.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, path);
  }
}
