package org.gradcore.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradcore.dispatch.measure.ChildJvm;

/**
 * A program that fits in a process of its own. Its time is that of the whole process: it starts,
 * reads the data from an uncompressed text file, fits and writes the weights.
 */
abstract class FitProcess implements FitContestant {
  private final FitReport.Who who;

  FitProcess(String id, String version) {
    who = new FitReport.Who(id, "process", version);
  }

  /** Why the problem is not fitted, or null. */
  abstract String declines(FitProblem problem);

  abstract int efforts();

  abstract String setting(int effort);

  /** What fits. */
  abstract List<String> command(FitProblem problem, Path text, int effort, Path weights)
      throws IOException;

  /** The weights that it wrote. */
  abstract double[] weights(FitProblem problem, Path weights) throws IOException;

  /** A program of the PATH, or null. */
  static Path program(List<String> names, String path) {
    for (String name : names) {
      for (String folder : path.split(File.pathSeparator)) {
        Path file = Path.of(folder.isEmpty() ? "." : folder, name);
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
          return file;
        }
      }
    }
    return null;
  }

  @Override
  public FitReport.Who who() {
    return who;
  }

  @Override
  public Search search(FitCase problem, double target, Duration limit)
      throws IOException, InterruptedException {
    String declined = declines(problem.problem());
    if (declined != null) {
      return Search.declined(declined);
    }
    List<FitMain.Trial> trials = new ArrayList<>();
    boolean found = false;
    try {
      for (int effort = 0; effort < efforts() && !found; effort++) {
        trials.add(fit(problem, effort, limit));
        found = trials.getLast().within(target);
      }
    } catch (IOException e) {
      return new Search(trials, null, e.getMessage());
    }
    return new Search(trials, null, null);
  }

  @Override
  public List<FitMain.Trial> time(FitCase problem, int effort, Fits.Settings settings)
      throws IOException, InterruptedException {
    return List.of(fit(problem, effort, settings.limit().multipliedBy(3)));
  }

  private FitMain.Trial fit(FitCase problem, int effort, Duration limit)
      throws IOException, InterruptedException {
    Path weights = Files.createTempFile("gradcore-fit", ".weights");
    weights.toFile().deleteOnExit(); // if this process is interrupted
    try {
      List<String> command = command(problem.problem(), problem.text(), effort, weights);
      ChildJvm.End end = ChildJvm.run(command, "", limit, line -> {});
      if (end.late()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s takes longer than %.0f s",
                setting(effort),
                limit.toMillis() / 1e3));
      }
      if (end.status() != 0) {
        throw new IOException("it ended with status " + end.status() + ": " + end.cause());
      }
      return problem.judge(
          effort, setting(effort), end.seconds(), weights(problem.problem(), weights));
    } finally {
      Files.deleteIfExists(weights);
    }
  }
}
