package org.gradcore.codegen;

/** An input that cannot be used. The message names the file and the line, and is all one needs. */
public final class InputException extends Exception {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  /**
   * Says what is wrong in a line of a file.
   *
   * @param file the file, as it was given
   * @param line its line, the first is 1
   * @param message what is wrong there
   */
  public InputException(String file, int line, String message) {
    super(file + ":" + line + ": " + message);
  }
}
