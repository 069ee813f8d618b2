package org.gradcore.data;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the shared data sets: the folder that the property {@code gradcore.shared} names, or else
 * {@code shared} beside the repository. Tests that need them are aborted, loudly, when they are
 * missing.
 */
final class SharedData {
  private SharedData() {}

  static Path file(String name) {
    Path root = root();
    if (root == null) {
      String message =
          "shared data sets not found (no shared/data above "
              + Path.of("").toAbsolutePath()
              + "; set -Dgradcore.shared=FOLDER): not tested with "
              + name;
      System.err.println("WARNING: " + message);
      abort(message);
    }
    return root.resolve(name);
  }

  private static Path root() {
    String given = System.getProperty("gradcore.shared");
    if (given != null) {
      Path data = Path.of(given, "data");
      return Files.isDirectory(data) ? data : null;
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path data = folder.resolve("shared").resolve("data");
      if (Files.isRegularFile(data.resolve("MANIFEST.md"))) {
        return data;
      }
    }
    return null;
  }
}
