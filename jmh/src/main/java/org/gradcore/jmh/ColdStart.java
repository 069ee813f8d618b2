package org.gradcore.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.measure.ChildJvm;

/**
 * Measures what a process that has just started waits for: the first optimizer steps, and a first
 * fit, on each backend and with the dispatcher choosing. Every number is of a JVM of its own; a
 * round starts one for each backend and task, and the medians over the rounds count. Times are wall
 * time from just before the first class of gradcore is touched, so that loading the native library
 * counts, and compilers and the dispatcher's warm-up run beside, as they do for users.
 */
public final class ColdStart {
  /** Rows of a mini-batch of the first fit. */
  static final int BATCH = 256;

  private static final int ROWS = 32_561;

  private static final int FEATURES = 123;

  /**
   * What to measure.
   *
   * @param rounds JVMs for each backend and task
   * @param steps numbers of optimizer steps, ascending
   * @param epochs epochs of the first fit
   * @param rows rows of the generated data, if there are no others
   */
  public record Settings(int rounds, List<Integer> steps, int epochs, int rows) {
    /**
     * Three rounds.
     *
     * @return the settings
     */
    public static Settings quick() {
      return new Settings(3, List.of(1, 100, 10_000), 20, ROWS);
    }

    /**
     * Nine rounds.
     *
     * @return the settings
     */
    public static Settings full() {
      return new Settings(9, List.of(1, 100, 10_000), 20, ROWS);
    }

    /**
     * The same with another number of rounds.
     *
     * @param count JVMs for each backend and task
     * @return the settings
     */
    public Settings withRounds(int count) {
      return new Settings(count, steps, epochs, rows);
    }
  }

  /**
   * What was found.
   *
   * @param rounds JVMs for each backend and task
   * @param parameters parameters of the optimizer, floats that Adam updates
   * @param data name of the data of the fit
   * @param epochs epochs of the fit, in mini-batches
   * @param batch rows of a mini-batch
   * @param rows the times
   */
  public record Result(
      int rounds, int parameters, String data, int epochs, int batch, List<Row> rows) {}

  /**
   * Times of a task.
   *
   * @param task {@code start} of the JVM until main runs, {@code steps} or {@code fit}
   * @param steps number of steps since the start; 0 unless steps are the task
   * @param backend {@code dispatch}, or the backend that was forced
   * @param millis the median
   * @param min the shortest
   * @param max the longest
   * @param rounds all, in order
   */
  public record Row(
      String task,
      int steps,
      String backend,
      double millis,
      double min,
      double max,
      List<Double> rounds) {}

  private record Key(String task, int steps, String backend) {}

  private final Settings settings;
  private final Comparison.Listener listener;
  private final Map<Key, List<Double>> times = new LinkedHashMap<>();

  /**
   * Prepares the measurement.
   *
   * @param settings what to measure
   * @param listener is told how far it has come, on the calling thread
   */
  public ColdStart(Settings settings, Comparison.Listener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Measures.
   *
   * @param data the data folder with a9a, or null for generated data of its shape
   * @return the times
   * @throws IOException if a JVM fails or a data file cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public Result run(Path data) throws IOException, InterruptedException {
    FitProblem problem = problem(data);
    Path file = Files.createTempFile("gradcore-cold", ".problem");
    file.toFile().deleteOnExit(); // if this process is interrupted
    try {
      FitProblemFile.write(problem, file);
      List<Backend> backends = new ArrayList<>();
      backends.add(null);
      Kernels.dispatched().availability().stream()
          .filter(Availability::available)
          .forEach(available -> backends.add(available.of()));
      int done = 0;
      int total = settings.rounds() * 2 * backends.size();
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Backend backend : backends) {
          String where = "round " + round + " of " + settings.rounds() + ": " + name(backend);
          listener.progress(done++, total, where + ", first steps");
          steps(backend);
          listener.progress(done++, total, where + ", first fit");
          fit(backend, file);
        }
      }
      listener.progress(total, total, "");
    } finally {
      Files.deleteIfExists(file);
    }
    return new Result(
        settings.rounds(),
        ColdStartMain.PARAMETERS,
        problem.name(),
        settings.epochs(),
        BATCH,
        times.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList());
  }

  private FitProblem problem(Path data) throws IOException {
    FitProblem a9a = data == null ? null : FitProblems.a9a(data);
    return a9a == null ? FitProblems.generated(settings.rows(), FEATURES) : a9a;
  }

  private static String name(Backend backend) {
    return backend == null ? Contestant.DISPATCH : backend.id();
  }

  private void steps(Backend backend) throws IOException, InterruptedException {
    List<String> task = new ArrayList<>(List.of("steps"));
    settings.steps().forEach(steps -> task.add(steps.toString()));
    List<Double> millis = measure(backend, task, 1 + settings.steps().size());
    add("start", 0, backend, millis.getFirst());
    for (int i = 0; i < settings.steps().size(); i++) {
      add("steps", settings.steps().get(i), backend, millis.get(i + 1));
    }
  }

  private void fit(Backend backend, Path file) throws IOException, InterruptedException {
    List<String> task = List.of("fit", file.toString(), Integer.toString(settings.epochs()));
    add("fit", 0, backend, measure(backend, task, 2).getLast());
  }

  private void add(String task, int steps, Backend backend, double millis) {
    times
        .computeIfAbsent(new Key(task, steps, name(backend)), key -> new ArrayList<>())
        .add(millis);
  }

  private static List<Double> measure(Backend backend, List<String> task, int numbers)
      throws IOException, InterruptedException {
    List<String> command =
        ChildJvm.command(ChildJvm.options(backend), null, ColdStartMain.class, List.of());
    command.add(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
    command.addAll(task);
    List<Double> millis = new ArrayList<>();
    ChildJvm.End end;
    try {
      end = ChildJvm.run(command, "", null, line -> millis.add(Double.parseDouble(line)));
    } catch (NumberFormatException e) {
      throw new IOException("the JVM of " + name(backend) + " printed what is no time", e);
    }
    if (end.status() != 0 || millis.size() != numbers) {
      throw new IOException(
          "the JVM of "
              + name(backend)
              + " ended with status "
              + end.status()
              + ": "
              + end.cause());
    }
    return millis;
  }

  private static Row row(Key key, List<Double> rounds) {
    FitReport.Times times = FitReport.Times.of(rounds);
    return new Row(
        key.task,
        key.steps,
        key.backend,
        times.seconds(),
        times.min(),
        times.max(),
        times.rounds());
  }
}
