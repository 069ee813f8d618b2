package org.gradcore.data;

import java.io.IOException;
import java.nio.file.Path;
import org.gradcore.testing.Shared;

/** The data sets of the shared folder. */
final class SharedData {
  private SharedData() {}

  /** A file of {@code shared/data}; a test that misses it is aborted, loudly. */
  static Path file(String name) {
    return Shared.file("data/" + name);
  }

  /** What format a file of {@code shared/data} is taken for. */
  static DataFormat format(String name) throws IOException {
    try (Source source = Source.open(file(name))) {
      return DataFormat.detect(source);
    }
  }
}
