package org.gradcore.train;

import java.io.IOException;
import java.io.Serial;

/** A file is not a whole, unharmed model. The message is one line. */
public final class ModelFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param file the file, or the name given for a stream
   * @param found what stands there
   * @param expected what a model would have there
   */
  ModelFormatException(String file, String found, String expected) {
    super(file + ": found " + found + ", expected " + expected);
  }
}
