package org.gradcore.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Who fits in {@link Fits}: a library in JVMs of its own, or a program. */
interface FitContestant {
  /**
   * What is known about the fits of a problem.
   *
   * @param trials fits from cheap to expensive; the last is the first within the gap, if any is
   * @param declined why the problem is not fitted, else null
   * @param ended why no more effort was tried, else null
   */
  record Search(List<FitMain.Trial> trials, String declined, String ended) {
    static Search declined(String reason) {
      return new Search(List.of(), reason, null);
    }
  }

  /** What is reported of it. */
  FitReport.Who who();

  /**
   * Walks the efforts upward until a gap is small enough.
   *
   * @param problem what is fitted
   * @param target the gap
   * @param limit the longest time of a fit
   * @return what was tried
   */
  Search search(FitCase problem, double target, Duration limit)
      throws IOException, InterruptedException;

  /**
   * Times an effort in a fresh process.
   *
   * @param problem what is fitted
   * @param effort the effort
   * @param settings times
   * @return the first fit of the process, then those after it has warmed up, if it does several
   * @throws IOException if it fails; the message says why
   */
  List<FitMain.Trial> time(FitCase problem, int effort, Fits.Settings settings)
      throws IOException, InterruptedException;
}
