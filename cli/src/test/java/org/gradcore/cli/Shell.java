package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs scripts as users do: bash, in a folder of their own, with the {@code gradcore} command on
 * the path. The command is the end of the launcher itself, which starts the JVM, on the class path
 * of these tests instead of the built jars. Standard input is empty.
 *
 * <pre>{@code
 * Shell shell = new Shell(folder).with(Cases.files("02-dev-full"));
 * Shell.Outcome outcome = shell.run("gradcore info > /dev/full; echo $?");
 * }</pre>
 */
final class Shell {
  /**
   * What a script left.
   *
   * @param status the exit code of its last command
   * @param out standard output
   * @param err standard error, without what every JVM says that has the vector module
   */
  record Outcome(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    List<String> errors() {
      return err.lines().toList();
    }
  }

  /** The launcher, from this line on, starts the JVM; before it, it finds a JDK and builds. */
  private static final String START = "# A progress bar that ends up in a file";

  private static final String INCUBATOR =
      "WARNING: Using incubator modules: jdk.incubator.vector\n";

  private static final String JARS = "\"$jar:$root/cli/target/lib/*\"";

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Duration limit = Duration.ofSeconds(120);

  /**
   * A shell that works in a folder.
   *
   * @param folder an empty folder, usually a {@code @TempDir}
   */
  Shell(Path folder) {
    this.folder = folder;
  }

  /** Copies files into the folder; the copies can be written. */
  Shell with(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.write(folder.resolve(file.getFileName().toString()), Files.readAllBytes(file));
    }
    return this;
  }

  /** Writes a file into the folder. */
  Shell with(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  /** Sets an environment variable. */
  Shell with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /**
   * Runs the command on a copy of the class path that all users can read, for scripts that start it
   * as another user.
   *
   * @param copies an empty folder, which all users may read afterwards
   */
  Shell readableByAll(Path copies) throws IOException {
    Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringBuilder path = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      if (Files.exists(source)) {
        Path copy = copies.resolve(path.length() + "-" + source.getFileName());
        copy(source, copy);
        path.append(path.isEmpty() ? "" : File.pathSeparator).append(copy);
      }
    }
    Command.write(copies, path.toString());
    variables.put("PATH", copies + File.pathSeparator + System.getenv("PATH"));
    return this;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()).normalize());
      }
    }
  }

  /** The time that a script may take, two minutes if this is not called. */
  Shell within(Duration time) {
    limit = time;
    return this;
  }

  /** Runs a script to its end; fails if that takes too long. */
  Outcome run(String script) throws IOException, InterruptedException {
    if (File.separatorChar == '\\') {
      skip("the launcher is no command of Windows");
    }
    Path out = Files.createTempFile("gradcore-shell", ".out");
    Path err = Files.createTempFile("gradcore-shell", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", script)
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("GRADCORE_"));
      environment.put("PATH", Command.FOLDER + File.pathSeparator + environment.get("PATH"));
      environment.putAll(variables);
      Process process = start(builder);
      boolean late = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (late) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      Outcome outcome =
          new Outcome(process.exitValue(), read(out), read(err).replace(INCUBATOR, ""));
      assertTrue(!late, () -> "not done in " + limit + ": " + script + "\n" + outcome);
      return outcome;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The names of what is in the folder, sorted; hidden files, too. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The text of a file in the folder. */
  String text(String name) throws IOException {
    return read(folder.resolve(name));
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      return skip("bash does not start: " + e.getMessage());
    }
  }

  private static <T> T skip(String reason) {
    String message = "NOT TESTED: " + reason;
    System.err.println("WARNING: " + message);
    return abort(message);
  }

  /** The folder with the command, made once for all tests of this JVM. */
  private static final class Command {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("gradcore-shell");
        folder.toFile().deleteOnExit();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(folder, System.getProperty("java.class.path")).toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Writes the command into a folder. */
    static Path write(Path folder, String classPath) throws IOException {
      Path command = Files.writeString(folder.resolve("gradcore"), text(classPath));
      return Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String text(String classPath) throws IOException {
      String launcher = read(Path.of("..", "gradcore"));
      int start = launcher.indexOf(START);
      String end = launcher.substring(Math.max(start, 0));
      assertTrue(start > 0 && end.contains(JARS), "the launcher changed: Shell reads its end");
      return "#!/bin/sh\nset -eu\nwith_peers=\njdk="
          + quote(System.getProperty("java.home"))
          + "\n"
          + end.replace(JARS, quote(classPath));
    }

    private static String quote(String text) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
  }
}
