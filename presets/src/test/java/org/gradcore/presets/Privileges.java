package org.gradcore.presets;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcore.presets.ChildJvm.Result;

/** What some tests need: they say loudly that they did not run without it. */
final class Privileges {
  private Privileges() {}

  static void assumePosix() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      skip("owners and modes of files");
    }
  }

  /** That this process can give files away and start others as another user. */
  static void assumeRoot(String what) throws IOException {
    assumePosix();
    Path probe = Files.createTempFile("gradcore", ".probe");
    try {
      if ((Integer) Files.getAttribute(probe, "unix:uid") != 0) {
        skip(what + ", root");
      }
    } finally {
      Files.delete(probe);
    }
  }

  static void assumeTool(String... command) throws IOException, InterruptedException {
    try {
      Result result = ChildJvm.run(new ProcessBuilder(command));
      if (result.status() == 0) {
        return;
      }
    } catch (IOException e) {
      // Said below.
    }
    skip(command[0]);
  }

  static void skip(String needed) {
    String message = "NOT TESTED: this needs " + needed;
    System.err.println("WARNING: " + message);
    abort(message);
  }
}
