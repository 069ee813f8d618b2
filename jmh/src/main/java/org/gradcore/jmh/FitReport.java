package org.gradcore.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Fits} found: how long each fitter takes to come near the optimum of each problem.
 *
 * @param rounds processes for each fitter, problem and gap
 * @param limitSeconds the longest time that a fit was given
 * @param problems what was fitted
 * @param fitters who fitted
 * @param rows the times
 * @param left what was not fitted, and why
 */
public record FitReport(
    int rounds,
    double limitSeconds,
    List<Problem> problems,
    List<Who> fitters,
    List<Row> rows,
    List<Left> left) {

  /**
   * A problem, which is mean loss + (l2 / 2)·|w|².
   *
   * @param label what tells it from the others
   * @param data the data set
   * @param intercept whether there is an intercept, which is not penalized
   * @param rows rows of the data
   * @param features columns of the data
   * @param classes number of classes; of 2, logistic regression; of more, softmax regression
   * @param stored entries that are stored
   * @param l2 strength of the penalty
   * @param optimum least value of the objective
   */
  public record Problem(
      String label,
      String data,
      boolean intercept,
      int rows,
      int features,
      int classes,
      int stored,
      double l2,
      double optimum) {}

  /**
   * A fitter.
   *
   * @param id the name in reports
   * @param origin {@code gradcore}, {@code peer}, or {@code process}: a whole process, which
   *     starts, reads a text file, fits and writes the weights
   * @param version of the library or program
   */
  public record Who(String id, String origin, String version) {}

  /**
   * Times of the rounds.
   *
   * @param seconds the median
   * @param min the shortest
   * @param max the longest
   * @param rounds all, in order
   */
  public record Times(double seconds, double min, double max, List<Double> rounds) {
    static Times of(List<Double> rounds) {
      double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      return new Times(
          Report.median(sorted), sorted[0], sorted[sorted.length - 1], List.copyOf(rounds));
    }
  }

  /**
   * How long a fitter takes to come within a gap of the optimum.
   *
   * @param problem the problem's label
   * @param fitter the fitter's id
   * @param target the gap, (F - F*) / F*
   * @param reached whether it comes there; if not, the rest is about the nearest that it came
   * @param setting the cheapest setting of the fitter that suffices
   * @param gap what is left of the gap, the largest of all fits; null if no fit came to an end
   * @param first time of the first fit in a fresh process, or of the whole process; null if not
   *     reached
   * @param warm time of a fit in a process that has warmed up; null if not reached, and for whole
   *     processes
   * @param note why it was not reached, else null
   */
  public record Row(
      String problem,
      String fitter,
      double target,
      boolean reached,
      String setting,
      Double gap,
      Times first,
      Times warm,
      String note) {}

  /**
   * What was not fitted.
   *
   * @param fitter the fitter's id
   * @param problem the problem's label, or null for all
   * @param reason why
   */
  public record Left(String fitter, String problem, String reason) {}

  /**
   * A row.
   *
   * @param problem the problem's label
   * @param fitter the fitter's id
   * @param target the gap
   * @return it, or empty if the problem was not fitted
   */
  public Optional<Row> row(String problem, String fitter, double target) {
    return rows.stream()
        .filter(r -> r.problem.equals(problem) && r.fitter.equals(fitter) && r.target == target)
        .findFirst();
  }

  /**
   * The gaps.
   *
   * @return in descending order
   */
  public List<Double> targets() {
    return rows.stream()
        .map(Row::target)
        .distinct()
        .sorted((a, b) -> Double.compare(b, a))
        .toList();
  }
}
