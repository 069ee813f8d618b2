package org.gradcore.presets;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs of a test's own, which load the native library and say how that ended. */
final class ChildJvm {
  /** What a process printed, and its status. */
  record Result(int status, String out, String err) {
    /** The value of a line {@code name=value} of stdout. */
    String value(String name) {
      return out.lines()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " is not in\n" + this));
    }
  }

  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private String nativeAccess = "--enable-native-access=ALL-UNNAMED";
  private String classPath = System.getProperty("java.class.path");
  private Path folder;

  /** Tools before the JVM's command, such as setpriv. */
  ChildJvm prefix(String... words) {
    prefix.addAll(List.of(words));
    return this;
  }

  ChildJvm with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  ChildJvm withoutNativeAccess() {
    nativeAccess = "--illegal-native-access=deny";
    return this;
  }

  ChildJvm classPath(String path) {
    classPath = path;
    return this;
  }

  ChildJvm in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:-UsePerfData");
    command.add(nativeAccess);
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // A JVM that picks these up says so, where tests expect silence.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    return builder;
  }

  /** Runs {@link LoadNativeLibrary}. */
  Result load() throws IOException, InterruptedException {
    return run(builder(LoadNativeLibrary.class));
  }

  static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("gradcore-child", ".out");
    Path err = Files.createTempFile("gradcore-child", ".err");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the process does not end: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** A copy of this class path that other users can read. */
  static String copyOfClassPath(Path to) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      if (Files.exists(source)) {
        Path copy = to.resolve(copies.size() + "-" + source.getFileName());
        copy(source, copy);
        copies.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(path).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Path copy = path.equals(from) ? to : to.resolve(from.relativize(path).toString());
            Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
