package org.gradcore.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.gradcore.data.HeapSizeException;
import org.gradcore.train.DivergenceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The {@code gradcore} command. Results go to standard output; progress and errors to standard
 * error, errors as one line.
 */
@Command(
    name = "gradcore",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Trains linear models on the backend that is measured to be fastest here.",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InfoCommand.class,
      CalibrateCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:bad input, or the command failed",
      "2:wrong use of the command line",
      "3:training diverged; the last good model was saved if --save was given",
      "130, 143:ended by Ctrl-C or SIGTERM; the last good model was saved if --save was given",
      "141:the reader of standard output ended first, as in 'gradcore info | head'"
    })
public final class Main implements Runnable {
  /** Bad input, or the command failed. */
  static final int FAILED = 1;

  /** Wrong use of the command line. */
  static final int USAGE = 2;

  /** Training diverged. */
  static final int DIVERGED = 3;

  /** The reader of standard output ended first: what shells say of tools that SIGPIPE ends. */
  static final int READER_GONE = 128 + 13;

  /** What Java makes of bytes that it cannot decode; the file behind them cannot be named then. */
  private static final char UNREADABLE = '\ufffd';

  @Spec CommandSpec spec;

  /** The version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"gradcore " + (version == null ? "(not run from its jar)" : version)};
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The command line, with its error handling. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .registerConverter(Path.class, Main::path)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::wrongUse)
        .setExecutionExceptionHandler(Main::failed);
  }

  /**
   * Runs a command, or prints help or version; then all that it printed is written or it failed.
   */
  private static int execute(ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    try {
      try {
        return new CommandLine.RunLast().execute(parsed);
      } finally {
        command.getOut().flush();
      }
    } catch (OutOfMemoryError e) {
      long heap = Runtime.getRuntime().maxMemory();
      String limit = "the heap is limited to " + (heap >> 20) + " MiB" + moreHeap(2 * heap);
      command.getErr().println("gradcore: out of memory: " + limit);
      return FAILED;
    } catch (StandardOutput.FailedException e) {
      throw new ExecutionException(command, e.getMessage(), e);
    }
  }

  private static Path path(String name) {
    if (name.isEmpty()) {
      throw new TypeConversionException("the empty name names no file");
    }
    if (name.indexOf(UNREADABLE) >= 0) {
      throw undecodable(name, "rename the file");
    }
    try {
      // A path drops the last slash, which says that a folder is meant; the dot keeps that.
      return Path.of(name.endsWith("/") ? name + "." : name);
    } catch (InvalidPathException e) {
      throw undecodable(name, "LC_ALL=C.UTF-8 has all");
    }
  }

  private static TypeConversionException undecodable(String name, String advice) {
    return new TypeConversionException(
        String.format(
            Locale.ROOT,
            "'%s' is no name of a file in the encoding %s of the locale; %s",
            name,
            System.getProperty("sun.jnu.encoding"),
            advice));
  }

  /** What gives the JVM a larger heap. */
  private static String moreHeap(long needed) {
    long gib = 1 << 30;
    return "; GRADCORE_JAVA_OPTIONS=-Xmx" + (needed + gib - 1) / gib + "g allows more";
  }

  private static int wrongUse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("gradcore: " + oneLine(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof StandardOutput.FailedException failure
        && StandardOutput.readerIsGone(failure)) {
      return READER_GONE;
    }
    command.getErr().println("gradcore: " + describe(e));
    if (System.getenv("GRADCORE_DEBUG") != null) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof DivergenceException ? DIVERGED : FAILED;
  }

  private static String describe(Exception e) {
    String message = oneLine(String.valueOf(e.getMessage()));
    return switch (e) {
      case NoSuchFileException x -> x.getFile() + ": no such file";
      case FileNotFoundException x -> message;
      case AccessDeniedException x -> x.getFile() + ": permission denied";
      case FileSystemException x when x.getReason() == null ->
          x.getFile() + ": " + x.getClass().getSimpleName();
      case StandardOutput.FailedException x -> message;
      case HeapSizeException x -> message + moreHeap(x.needed());
      case IOException x -> message;
      case DivergenceException x -> message;
      case IllegalArgumentException x -> message;
      case IllegalStateException x -> message;
      default ->
          "internal error: "
              + e.getClass().getSimpleName()
              + ": "
              + message
              + " (GRADCORE_DEBUG=1 shows where; please report it)";
    };
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // For libraries that format numbers as the user's language does.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(commandLine().setOut(StandardOutput.writer()).execute(args));
  }
}
