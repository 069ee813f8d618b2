package org.gradcore.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of this repository, as inputs. */
public final class Repository {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private Repository() {}

  /** The Java sources that people write. */
  public static List<Path> javaSources() throws IOException {
    try (Stream<Path> walk =
        Stream.of("codegen/src", "presets/src", "src/main", "src/test", "jmh/src", "cli/src")
            .flatMap(Repository::walk)) {
      return walk.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** The table of kernels. */
  public static Path table() {
    return ROOT.resolve("cpp/kernels.txt");
  }

  private static Stream<Path> walk(String folder) {
    try {
      return Files.walk(ROOT.resolve(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
