package org.gradcore.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writing of what is generated. */
public final class GeneratedFile {
  private GeneratedFile() {}

  /**
   * Writes a file and the folders that it needs; leaves it alone when it would not change, so that
   * what is compiled from it stays compiled.
   */
  public static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }
}
