package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A JVM that fits models with one library. Reads its {@link Task} from stdin, and prints {@link
 * Event}s, one a line, both in JSON. What the library prints goes to stderr.
 */
final class FitMain {
  /**
   * What to do.
   *
   * @param action what
   * @param fitter id of the fitter; null to list
   * @param file of the problem; null to list
   * @param optimum the least value of the objective
   * @param target to search: the gap to come below
   * @param effort to time: the effort
   * @param warmUpMillis to time: how long to fit between the first fit and those that are warm
   * @param repeats to time: number of warm fits
   * @param limitMillis the longest time of a fit
   */
  record Task(
      Action action,
      String fitter,
      String file,
      double optimum,
      double target,
      int effort,
      long warmUpMillis,
      int repeats,
      long limitMillis) {}

  /** What a {@link Task} asks for. */
  enum Action {
    /** Name the fitters that the class path holds. */
    LIST,
    /** Walk the efforts upward until the gap is small enough. */
    SEARCH,
    /** Time an effort: first in the fresh JVM, then warm. */
    TIME
  }

  /**
   * One line of what is printed. Each has one kind of field set.
   *
   * @param fitter a fitter's id, with its version
   * @param version its version
   * @param declined why the problem is not fitted
   * @param trial a fit
   * @param late the setting of a fit that took longer than the limit
   * @param error what was thrown
   */
  record Event(
      String fitter, String version, String declined, Trial trial, String late, String error) {
    static Event fitter(String id, String version) {
      return new Event(id, version, null, null, null, null);
    }

    static Event declined(String reason) {
      return new Event(null, null, reason, null, null, null);
    }

    static Event of(Trial trial) {
      return new Event(null, null, null, trial, null, null);
    }

    static Event late(String setting) {
      return new Event(null, null, null, null, setting, null);
    }

    static Event error(Throwable thrown) {
      return new Event(null, null, null, null, null, thrown.toString());
    }
  }

  /**
   * A fit.
   *
   * @param effort what was run
   * @param setting the same in words
   * @param seconds the time of it
   * @param gap (F - F*) / F* of the weights that it gave; null if that is not finite
   */
  record Trial(int effort, String setting, double seconds, Double gap) {
    static Trial of(int effort, String setting, double seconds, double value, double optimum) {
      double gap = value / optimum - 1;
      return new Trial(effort, setting, seconds, Double.isFinite(gap) ? gap : null);
    }

    boolean within(double target) {
      return gap != null && gap <= target;
    }
  }

  /** A fit that takes longer is repeated once only. */
  private static final double SLOW_SECONDS = 2;

  private static final Gson GSON = new Gson();

  private final Task task;
  private final PrintStream out;

  private FitMain(Task task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err);
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    FitMain main = new FitMain(GSON.fromJson(in, Task.class), out);
    try {
      main.run();
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
      e.printStackTrace();
      main.print(Event.error(e));
    }
    out.flush();
    // Libraries leave threads behind.
    Runtime.getRuntime().halt(0);
  }

  private synchronized void print(Event event) {
    out.println(GSON.toJson(event));
    out.flush();
  }

  private void run() throws IOException {
    if (task.action == Action.LIST) {
      list();
      return;
    }
    FitProblem problem = FitProblemFile.read(Path.of(task.file));
    Fitter fitter = fitter(task.fitter);
    String declined = fitter.declines(problem);
    if (declined != null) {
      print(Event.declined(declined));
      return;
    }
    FitObjective objective = new FitObjective(problem);
    Fitter.Fit fit = fitter.prepare(problem);
    if (task.action == Action.SEARCH) {
      boolean found = false;
      for (int effort = 0; effort < fit.efforts() && !found; effort++) {
        found = trial(fit, effort, objective).within(task.target);
      }
    } else {
      time(fit, objective);
    }
  }

  private void list() {
    Iterator<Fitter> fitters = ServiceLoader.load(Fitter.class).iterator();
    boolean more = true;
    while (more) {
      try {
        more = fitters.hasNext();
        if (more) {
          Fitter fitter = fitters.next();
          print(Event.fitter(fitter.id(), fitter.version()));
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        print(Event.error(e.getCause() == null ? e : e.getCause()));
      }
    }
  }

  private static Fitter fitter(String id) {
    List<Fitter> fitters =
        new ArrayList<>(List.of(new FloatGradcoreFitter(), new DoubleGradcoreFitter()));
    if (fitters.stream().noneMatch(fitter -> fitter.id().equals(id))) {
      ServiceLoader.load(Fitter.class).forEach(fitters::add);
    }
    return fitters.stream()
        .filter(fitter -> fitter.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no fitter " + id));
  }

  private void time(Fitter.Fit fit, FitObjective objective) {
    Trial first = trial(fit, task.effort, objective);
    // Fits that take long have warmed the JVM up by the first one, as well as can be waited for.
    boolean slow = first.seconds() > SLOW_SECONDS;
    long start = System.nanoTime();
    while (!slow && System.nanoTime() - start < task.warmUpMillis * 1_000_000) {
      fit.run(task.effort);
    }
    for (int n = 0; n < (slow ? 1 : task.repeats); n++) {
      trial(fit, task.effort, objective);
    }
  }

  private Trial trial(Fitter.Fit fit, int effort, FitObjective objective) {
    String setting = fit.setting(effort);
    Thread limit = new Thread(() -> end(setting), "limit");
    limit.setDaemon(true);
    limit.start();
    long start = System.nanoTime();
    double[] solution = fit.run(effort);
    final double seconds = (System.nanoTime() - start) * 1e-9;
    limit.interrupt();
    double value = objective.value(solution);
    Trial trial = Trial.of(effort, setting, seconds, value, task.optimum);
    print(Event.of(trial));
    return trial;
  }

  /** Ends this JVM when a fit has taken too long: nothing else would end the fit. */
  private void end(String setting) {
    try {
      Thread.sleep(task.limitMillis);
      print(Event.late(setting));
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      // The fit has ended.
    }
  }
}
