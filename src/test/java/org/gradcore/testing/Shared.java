package org.gradcore.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of the shared folder: the one that the property {@code gradcore.shared} names, or else
 * {@code shared} beside the repository. Tests that need a missing file are aborted, loudly.
 */
public final class Shared {
  private Shared() {}

  /** A file, such as {@code reference/torch.json}. */
  public static Path file(String name) {
    Path folder = folder();
    Path file = folder == null ? null : folder.resolve(name);
    if (file == null || !Files.exists(file)) {
      String message =
          "NOT TESTED: shared/"
              + name
              + " not found above "
              + Path.of("").toAbsolutePath()
              + "; set -Dgradcore.shared=FOLDER";
      System.err.println("WARNING: " + message);
      abort(message);
    }
    return file;
  }

  private static Path folder() {
    String given = System.getProperty("gradcore.shared");
    if (given != null) {
      return Path.of(given);
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared");
      if (Files.isDirectory(shared.resolve("reference"))) {
        return shared;
      }
    }
    return null;
  }
}
