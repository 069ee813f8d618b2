package org.gradcore.testing;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import com.google.gson.JsonObject;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.gradcore.dispatch.Kernels;
import org.gradcore.presets.NativeLibrary;

/** A JVM of a test's own, with or without the vector module and the native library. */
public final class ChildJvm {
  /** What a child printed, and its status. */
  public record Result(int status, String out, String err) {
    /** The value of a line {@code name=value} of stdout. */
    public String value(String name) {
      return out.lines()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " is not in\n" + this));
    }

    /** Lines of stderr with this text. */
    public long count(String part) {
      return err.lines().filter(line -> line.contains(part)).count();
    }
  }

  public static final String VECTOR = "--add-modules=jdk.incubator.vector";
  public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private ChildJvm() {}

  public static ProcessBuilder builder(Class<?> main, boolean nativeJars, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath(nativeJars));
    command.add(main.getName());
    return new ProcessBuilder(command);
  }

  public static Result run(Class<?> main, boolean nativeJars, List<String> options)
      throws IOException, InterruptedException {
    return finish(start(builder(main, nativeJars, options)));
  }

  /** A process with its output in files, which never fill up. */
  public record Started(Process process, Path out, Path err) {}

  public static Started start(ProcessBuilder builder) throws IOException {
    Path out = Files.createTempFile("gradcore-child", ".out");
    Path err = Files.createTempFile("gradcore-child", ".err");
    return new Started(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  public static Result finish(Started started) throws IOException, InterruptedException {
    try {
      if (!started.process.waitFor(120, TimeUnit.SECONDS)) {
        throw new AssertionError("the child does not end: " + Files.readString(started.err));
      }
      return new Result(
          started.process.exitValue(),
          new String(Files.readAllBytes(started.out), StandardCharsets.UTF_8),
          new String(Files.readAllBytes(started.err), StandardCharsets.UTF_8));
    } finally {
      started.process.destroyForcibly();
      Files.delete(started.out);
      Files.delete(started.err);
    }
  }

  private static String classPath(boolean nativeJars) throws IOException {
    List<String> path = libraries(nativeJars);
    path.addFirst(location(ChildJvm.class));
    return String.join(File.pathSeparator, path);
  }

  /**
   * The jars and folders of gradcore and what it needs. Not java.class.path: the runner may have
   * loaded the tests by a loader of its own.
   */
  public static List<String> libraries(boolean nativeJars) throws IOException {
    Set<String> path = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            Kernels.class,
            JsonObject.class,
            CsvReader.class,
            JavaDoubleParser.class,
            NativeLibrary.class,
            Loader.class)) {
      path.add(location(type));
    }
    String shipped = "org/gradcore/dispatch/profile/shipped-profile.json";
    String openblas = "org/bytedeco/openblas/presets/openblas.class";
    roots(path, shipped);
    roots(path, openblas);
    if (nativeJars) {
      String platform = Loader.getPlatform();
      String suffix = Loader.loadProperties().getProperty("platform.library.suffix", "");
      String prefix = Loader.loadProperties().getProperty("platform.library.prefix", "");
      roots(path, "org/gradcore/presets/" + platform + "/" + prefix + "jnigradcore" + suffix);
      for (String name : List.of("libopenblas.so.0", "libopenblas.0.dylib", "libopenblas.dll")) {
        roots(path, "org/bytedeco/openblas/" + platform + "/" + name);
      }
      roots(path, "org/bytedeco/javacpp/" + platform + "/" + prefix + "jnijavacpp" + suffix);
    }
    return new ArrayList<>(path);
  }

  private static String location(Class<?> type) {
    return file(type.getProtectionDomain().getCodeSource().getLocation());
  }

  /** Adds the jars or folders that hold a resource. */
  private static void roots(Set<String> path, String resource) throws IOException {
    for (URL url : java.util.Collections.list(loader().getResources(resource))) {
      String text = url.toString();
      String root = text.substring(0, text.length() - resource.length());
      if (root.startsWith("jar:")) {
        root = root.substring(4, root.lastIndexOf('!'));
      }
      path.add(file(URI.create(root).toURL()));
    }
  }

  private static ClassLoader loader() {
    return ChildJvm.class.getClassLoader();
  }

  private static String file(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }
}
