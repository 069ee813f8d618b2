package org.gradcore.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder {@code shared/cases}: input that was once handled wrongly, a folder each, with what to
 * run ({@code cmd}) and what is right ({@code expected.txt}). A test that needs it is aborted,
 * loudly, where it is missing.
 */
final class Cases {
  /** Says which cases a test covers: by running what their {@code cmd} says, as users do. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Covers {
    /** Names of folders. */
    String[] value();
  }

  private static final Set<String> NOTES = Set.of("cmd", "expected.txt");

  private Cases() {}

  /** The files that a case needs. */
  static List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(name))) {
      return files.filter(file -> !NOTES.contains(file.getFileName().toString())).sorted().toList();
    }
  }

  /** What the user ran, as it stands there. */
  static String cmd(String name) throws IOException {
    return Files.readString(folder().resolve(name).resolve("cmd"));
  }

  /** The names of all cases. */
  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(folder())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static Path folder() {
    String given = System.getProperty("gradcore.shared");
    Path cases = given == null ? null : Path.of(given, "cases");
    for (Path at = Path.of("").toAbsolutePath(); cases == null && at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared").resolve("cases"))) {
        cases = at.resolve("shared").resolve("cases");
      }
    }
    if (cases == null || !Files.isDirectory(cases)) {
      String message = "NOT TESTED: shared/cases not found; set -Dgradcore.shared=FOLDER";
      System.err.println("WARNING: " + message);
      abort(message);
    }
    return cases;
  }
}
