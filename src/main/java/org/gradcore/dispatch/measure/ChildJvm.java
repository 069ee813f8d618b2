package org.gradcore.dispatch.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.gradcore.dispatch.machine.Backend;

/** A process that measures: a JVM of this project as a rule. It never outlives this JVM. */
public final class ChildJvm {
  /** Is told each line that the process prints. */
  @FunctionalInterface
  public interface Lines {
    /**
     * A line of stdout.
     *
     * @param line without its end
     * @throws IOException if it is not what was expected; the process is ended
     */
    void line(String line) throws IOException;
  }

  /**
   * How a process ended.
   *
   * @param status exit status
   * @param late whether it was ended because it took too long
   * @param seconds from its start to its end
   * @param cause the line of stderr that says what was thrown, or the last one
   */
  public record End(int status, boolean late, double seconds, String cause) {}

  /** Thread pools of native libraries: everything is measured on one thread. */
  private static final List<String> POOLS = List.of("OMP", "OPENBLAS", "MKL");

  private static final long WATCH_MILLIS = 500;

  private ChildJvm() {}

  /**
   * The options of this JVM that bear on speed or on gradcore, and those that gradcore needs.
   *
   * @return options for a command
   */
  public static List<String> options() {
    List<String> options = inherited();
    options.add("--add-modules=jdk.incubator.vector");
    options.add("--enable-native-access=ALL-UNNAMED");
    return options;
  }

  /**
   * The options of this JVM that bear on speed, on gradcore or on its native library.
   *
   * @return options for a command
   */
  public static List<String> inherited() {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("-X")
          || option.startsWith("-Dgradcore.")
          || option.startsWith("-Dorg.bytedeco.")) {
        options.add(option);
      }
    }
    return options;
  }

  /**
   * The same as {@link #options}, with a backend in place of any that this JVM was given.
   *
   * @param backend the backend, or null for the dispatcher's choice
   * @return options for a command
   */
  public static List<String> options(Backend backend) {
    List<String> options = options();
    options.removeIf(option -> option.startsWith("-Dgradcore.backend="));
    if (backend != null) {
      options.add("-Dgradcore.backend=" + backend.id());
    }
    return options;
  }

  /**
   * What starts a JVM like this one.
   *
   * @param options its options
   * @param classPath its class path, or null for this JVM's
   * @param main the main class
   * @param arguments the arguments of main
   * @return the command
   */
  public static List<String> command(
      List<String> options, String classPath, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath == null ? System.getProperty("java.class.path") : classPath);
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /**
   * {@link #run(List, String, Duration, Duration, Lines)}, however long it prints nothing.
   *
   * @param command the program and its arguments
   * @param input what it reads from stdin
   * @param limit when it is ended, or null for never
   * @param lines is told each line of its stdout, on this thread
   * @return how it ended
   * @throws IOException if it cannot be started, or {@code lines} throws
   * @throws InterruptedException if this thread is interrupted
   */
  public static End run(List<String> command, String input, Duration limit, Lines lines)
      throws IOException, InterruptedException {
    return run(command, input, limit, null, lines);
  }

  /**
   * Runs a process to its end.
   *
   * @param command the program and its arguments
   * @param input what it reads from stdin
   * @param limit when it is ended, or null for never
   * @param silence after how long without a line it is ended, or null for never
   * @param lines is told each line of its stdout, on this thread
   * @return how it ended
   * @throws IOException if it cannot be started, or {@code lines} throws
   * @throws InterruptedException if this thread is interrupted
   */
  public static End run(
      List<String> command, String input, Duration limit, Duration silence, Lines lines)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("gradcore-child", ".log");
    errors.toFile().deleteOnExit(); // if this process is interrupted
    try {
      final long start = System.nanoTime();
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      for (String pool : POOLS) {
        builder.environment().put(pool + "_NUM_THREADS", "1");
      }
      Process process = builder.start();
      Thread hook = new Thread(process::destroy);
      Runtime.getRuntime().addShutdownHook(hook);
      AtomicBoolean late = new AtomicBoolean();
      AtomicLong lastLine = new AtomicLong(start);
      Thread watch =
          watch(process, () -> isOver(start, limit) || isOver(lastLine.get(), silence), late);
      try {
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
          in.write(input);
        } catch (IOException e) {
          // It ended without reading: its status says more.
        }
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
          for (String line = out.readLine(); line != null; line = out.readLine()) {
            lastLine.set(System.nanoTime());
            lines.line(line);
          }
        }
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new End(status, late.get(), seconds, cause(errors));
      } finally {
        process.destroy();
        watch.interrupt();
        removeHook(hook);
      }
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private static boolean isOver(long since, Duration limit) {
    return limit != null && System.nanoTime() - since > limit.toNanos();
  }

  /** Ends a process as soon as it is late. */
  private static Thread watch(Process process, BooleanSupplier isLate, AtomicBoolean late) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                  if (isLate.getAsBoolean()) {
                    late.set(true);
                    process.destroyForcibly();
                    return;
                  }
                }
              } catch (InterruptedException e) {
                // The process has ended.
              }
            },
            "gradcore-child-limit");
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook does its work.
    }
  }

  /** The line that says what was thrown, or the last one. */
  private static String cause(Path errors) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.stream()
        .filter(line -> line.startsWith("Exception in ") || line.startsWith("Error"))
        .findFirst()
        .orElse(lines.isEmpty() ? "no message" : lines.getLast());
  }
}
