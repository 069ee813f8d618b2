package org.gradcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcore.io.OutputFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Files that options name for output. */
final class Outputs {
  private Outputs() {}

  /**
   * Checks before the work begins that a file can be written.
   *
   * @param option the option that names it
   * @param file the file, or null if the option is not given
   * @param others what the command reads or writes besides; null for what is not given
   * @throws ParameterException if it means standard output, which has the command's results, or
   *     would replace one of the others
   * @throws IOException if it cannot be written
   */
  static void check(String option, Path file, CommandSpec spec, Path... others) throws IOException {
    if (file == null) {
      return;
    }
    if (StandardOutput.isNamed(file)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " " + file + ": standard output has the results; name a file");
    }
    for (Path other : others) {
      if (other != null && isSameFile(file, other)) {
        throw new ParameterException(
            spec.commandLine(), option + " " + file + ": is " + other + ", and would replace it");
      }
    }
    OutputFile.check(file);
  }

  /** Pipes and devices may be given twice. */
  private static boolean isSameFile(Path file, Path other) throws IOException {
    if (Files.notExists(file) && Files.notExists(other)) {
      return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
    return Files.isRegularFile(file) && Files.isRegularFile(other) && Files.isSameFile(file, other);
  }
}
