package org.gradcore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.gradcore.data.Source;
import org.gradcore.train.LinearModel;
import org.gradcore.train.ModelFile;

/** The inputs of a command: files, pipes, or {@code -} for standard input. */
final class Inputs {
  private static final Path STANDARD_INPUT = Path.of("-");

  private Inputs() {}

  /** Opens an input; it is read once. */
  static Source open(Path file) throws IOException {
    return file.equals(STANDARD_INPUT) ? Source.of(System.in, name(file)) : Source.open(file);
  }

  /** What messages call an input. */
  static String name(Path file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
  }

  /** Reads a model. */
  static LinearModel model(Path file) throws IOException {
    try (Source source = open(file)) {
      return ModelFile.load(source);
    }
  }

  /**
   * Refuses a second use of standard input.
   *
   * @param files the inputs of the command line; null for those that are not given
   * @throws IllegalArgumentException if more than one of them is {@code -}
   */
  static void check(Path... files) {
    if (Arrays.stream(files).filter(STANDARD_INPUT::equals).count() > 1) {
      throw new IllegalArgumentException("- is standard input, which can be read only once");
    }
  }
}
