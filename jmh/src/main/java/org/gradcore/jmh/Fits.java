package org.gradcore.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.gradcore.dispatch.Kernels;

/**
 * Measures whole fits: how long each fitter takes to come within a gap of the optimum of a problem.
 *
 * <p>The optimum is computed first ({@link FitObjective}), and every solution is judged by it, in
 * double and outside the time. For each fitter and problem one process walks the fitter's efforts
 * upward until the gap is small enough. Then that effort is timed in fresh processes, one for each
 * round, the fitters taking turns: the first fit of the process, and fits after it has warmed up.
 * Reading and converting the data are not timed, except for whole processes.
 */
public final class Fits {
  /**
   * A solution that was good enough once shall be good enough again, although threads that add in
   * another order move it a little.
   */
  private static final double MARGIN = 0.95;

  /**
   * What to measure, and how long.
   *
   * @param targets gaps (F - F*) / F*, descending
   * @param rounds processes for each fitter, problem and gap
   * @param limit the longest time that a fit is given
   * @param warmUpMillis how long a process fits before it counts as warm
   * @param repeats warm fits of a process, whose median counts
   */
  public record Settings(
      List<Double> targets, int rounds, Duration limit, long warmUpMillis, int repeats) {

    /**
     * Three rounds, and at most 20 s for a fit.
     *
     * @return the settings
     */
    public static Settings quick() {
      return new Settings(List.of(1e-4, 1e-6), 3, Duration.ofSeconds(20), 300, 3);
    }

    /**
     * Three rounds, at most 60 s for a fit, and a longer warm-up.
     *
     * @return the settings
     */
    public static Settings full() {
      return new Settings(List.of(1e-4, 1e-6), 3, Duration.ofSeconds(60), 1000, 5);
    }

    /**
     * The same with another number of rounds.
     *
     * @param count processes for each fitter, problem and gap
     * @return the settings
     */
    public Settings withRounds(int count) {
      return new Settings(targets, count, limit, warmUpMillis, repeats);
    }
  }

  /** A fitter's effort that comes within a gap, and the times that it took. */
  private static final class Found {
    private final FitCase problem;
    private final FitContestant fitter;
    private final double target;
    private final FitMain.Trial trial;
    private final List<Double> first = new ArrayList<>();
    private final List<Double> warm = new ArrayList<>();
    private double gap;

    Found(FitCase problem, FitContestant fitter, double target, FitMain.Trial trial) {
      this.problem = problem;
      this.fitter = fitter;
      this.target = target;
      this.trial = trial;
      this.gap = trial.gap();
    }

    void add(List<FitMain.Trial> trials) throws IOException {
      for (FitMain.Trial one : trials) {
        if (one.gap() == null) {
          throw new IOException("a fit came to weights that are not finite");
        }
        gap = Math.max(gap, one.gap());
      }
      first.add(trials.getFirst().seconds());
      if (trials.size() > 1) {
        double[] sorted =
            trials.stream().skip(1).mapToDouble(FitMain.Trial::seconds).sorted().toArray();
        warm.add(Report.median(sorted));
      }
    }

    FitReport.Row row() {
      boolean reached = gap <= target;
      return new FitReport.Row(
          problem.problem().label(),
          fitter.who().id(),
          target,
          reached,
          trial.setting(),
          gap,
          FitReport.Times.of(first),
          warm.isEmpty() ? null : FitReport.Times.of(warm),
          reached ? null : "reached once, but not in every round");
    }
  }

  private final Settings settings;
  private final Comparison.Listener listener;
  private final List<FitReport.Row> rows = new ArrayList<>();
  private final List<FitReport.Left> left = new ArrayList<>();
  private int done;
  private int total;

  /**
   * Prepares the fits.
   *
   * @param settings what to measure
   * @param listener is told how far it has come, on the calling thread
   */
  public Fits(Settings settings, Comparison.Listener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Fits the models of a data folder with gradcore, LIBLINEAR, and perhaps other libraries.
   *
   * @param data the folder; see {@link FitProblems#load}
   * @param peers folder of the modules of other libraries, or null for none
   * @param names the fitters, or null for all that are here
   * @param skipped receives what is left out for want of a file
   * @return the times
   * @throws IllegalArgumentException if a fitter that is named is not here
   * @throws IOException if a data file cannot be read, or nothing can be fitted
   * @throws InterruptedException if the thread is interrupted
   */
  public FitReport run(Path data, Path peers, List<String> names, List<String> skipped)
      throws IOException, InterruptedException {
    List<FitContestant> fitters = new ArrayList<>(FitJvm.gradcore(Kernels.dispatched()));
    fitters.add(new GradcoreProcess());
    fitters.addAll(Liblinear.find(System.getenv().getOrDefault("PATH", ""), left));
    if (peers != null) {
      listener.progress(0, 1, "looking for other libraries");
      fitters.addAll(FitJvm.peers(peers, left));
    }
    if (names != null) {
      List<String> known = fitters.stream().map(fitter -> fitter.who().id()).toList();
      for (String name : names) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "fitter '" + name + "': not here, allowed are " + String.join(", ", known));
        }
      }
      fitters.removeIf(fitter -> !names.contains(fitter.who().id()));
      left.removeIf(one -> !names.contains(one.fitter()));
    }
    listener.progress(0, 1, "reading data");
    return run(FitProblems.load(data, skipped), fitters);
  }

  /** Fits problems with fitters. */
  FitReport run(List<FitProblem> problems, List<FitContestant> fitters)
      throws IOException, InterruptedException {
    int perFitter = 1 + settings.targets().size() * settings.rounds();
    total = problems.size() * (1 + fitters.size() * perFitter);
    Path folder = Files.createTempDirectory("gradcore-fits");
    try {
      List<FitCase> cases = new ArrayList<>();
      for (FitProblem problem : problems) {
        step("optimum of " + problem.label());
        cases.add(new FitCase(problem, folder, cases.size()));
      }
      List<Found> found = new ArrayList<>();
      for (FitCase problem : cases) {
        for (FitContestant fitter : fitters) {
          step(fitter.who().id() + ", " + problem.problem().label() + ": which setting");
          search(problem, fitter, found);
        }
      }
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Found one : List.copyOf(found)) {
          String where = "round " + round + " of " + settings.rounds() + ": ";
          step(where + one.fitter.who().id() + ", " + one.problem.problem().label());
          time(one, found);
        }
      }
      found.forEach(one -> rows.add(one.row()));
      listener.progress(total, total, "");
      return new FitReport(
          settings.rounds(),
          settings.limit().toMillis() / 1e3,
          cases.stream().map(FitCase::description).toList(),
          fitters.stream().map(FitContestant::who).toList(),
          List.copyOf(rows),
          List.copyOf(left));
    } finally {
      delete(folder);
    }
  }

  private void step(String what) {
    listener.progress(done++, total, what);
  }

  private void search(FitCase problem, FitContestant fitter, List<Found> found)
      throws IOException, InterruptedException {
    String label = problem.problem().label();
    String id = fitter.who().id();
    double tightest = MARGIN * settings.targets().getLast();
    FitContestant.Search search = fitter.search(problem, tightest, settings.limit());
    if (search.declined() != null || search.trials().isEmpty()) {
      String reason = search.declined() == null ? search.ended() : search.declined();
      left.add(new FitReport.Left(id, label, reason));
      done += settings.targets().size() * settings.rounds();
      return;
    }
    for (double target : settings.targets()) {
      FitMain.Trial first =
          search.trials().stream()
              .filter(trial -> trial.within(MARGIN * target))
              .findFirst()
              .orElse(null);
      if (first != null) {
        found.add(new Found(problem, fitter, target, first));
      } else {
        rows.add(notReached(label, id, target, search));
        done += settings.rounds();
      }
    }
  }

  private static FitReport.Row notReached(
      String problem, String fitter, double target, FitContestant.Search search) {
    FitMain.Trial nearest = search.trials().getFirst();
    for (FitMain.Trial trial : search.trials()) {
      if (trial.gap() != null && (nearest.gap() == null || trial.gap() < nearest.gap())) {
        nearest = trial;
      }
    }
    String note = search.ended() == null ? "no setting comes nearer" : search.ended();
    return new FitReport.Row(
        problem, fitter, target, false, nearest.setting(), nearest.gap(), null, null, note);
  }

  /** One round; a fitter that fails is left out of the next ones. */
  private void time(Found one, List<Found> found) throws InterruptedException {
    try {
      one.add(one.fitter.time(one.problem, one.trial.effort(), settings));
    } catch (IOException e) {
      found.remove(one);
      left.add(
          new FitReport.Left(one.fitter.who().id(), one.problem.problem().label(), e.getMessage()));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Files.delete(folder);
  }
}
