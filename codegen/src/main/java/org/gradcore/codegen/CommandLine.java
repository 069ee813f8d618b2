package org.gradcore.codegen;

import java.io.IOException;
import java.io.PrintStream;

/** How the generators are run: two paths, errors as one line, an exit code. */
public final class CommandLine {
  /** A generator that reads one path and writes below another. */
  public interface Generator {
    void run(String in, String out) throws IOException, InputException;
  }

  private CommandLine() {}

  /**
   * Runs a generator.
   *
   * @param usage name and arguments of the generator
   * @param args what was given, two paths are needed
   * @param err where errors go
   * @param generator what to run
   * @return 0, or 1 for an input that cannot be used, or 2 for wrong arguments
   */
  public static int run(String usage, String[] args, PrintStream err, Generator generator) {
    if (args.length != 2) {
      err.println("usage: " + usage + ", given: " + String.join(" ", args));
      return 2;
    }
    try {
      generator.run(args[0], args[1]);
      return 0;
    } catch (InputException e) {
      err.println(e.getMessage());
    } catch (IOException e) {
      // The message is often the name of a file alone.
      err.println(e);
    }
    return 1;
  }
}
