package org.gradcore.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A problem with its optimum, and the files of it that processes read. */
final class FitCase {
  private final FitProblem problem;
  private final FitObjective objective;
  private final double optimum;
  private final Path file;
  private final Path text;

  /**
   * Finds the optimum.
   *
   * @param problem the problem
   * @param folder where its files go
   * @param number tells its files from others
   * @throws IOException if a file cannot be written
   */
  FitCase(FitProblem problem, Path folder, int number) throws IOException {
    this.problem = problem;
    objective = new FitObjective(problem);
    optimum = objective.optimum();
    file = folder.resolve(number + ".problem");
    text = folder.resolve(number + ".libsvm");
    FitProblemFile.write(problem, file);
  }

  FitProblem problem() {
    return problem;
  }

  double optimum() {
    return optimum;
  }

  /** The problem for {@link FitProblemFile#read}. */
  Path file() {
    return file;
  }

  /** Its data as LIBSVM text. */
  Path text() throws IOException {
    if (!Files.exists(text)) {
      FitProblemFile.writeLibsvm(problem, text);
    }
    return text;
  }

  /** What a process has come to. */
  FitMain.Trial judge(int effort, String setting, double seconds, double[] solution) {
    return FitMain.Trial.of(effort, setting, seconds, objective.value(solution), optimum);
  }

  FitReport.Problem description() {
    return new FitReport.Problem(
        problem.label(),
        problem.name(),
        problem.intercept(),
        problem.rows(),
        problem.features(),
        problem.classes(),
        problem.values().length,
        problem.l2(),
        optimum);
  }
}
