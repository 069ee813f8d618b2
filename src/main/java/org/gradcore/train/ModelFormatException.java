package org.gradcore.train;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file is not a whole, unharmed model. The message is one line. */
public final class ModelFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param file the file
   * @param found what stands there
   * @param expected what a model would have there
   */
  ModelFormatException(Path file, String found, String expected) {
    super(file + ": found " + found + ", expected " + expected);
  }
}
