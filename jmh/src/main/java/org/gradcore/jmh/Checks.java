package org.gradcore.jmh;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gradcore.kernel.Kernel;

/**
 * What a build fails for. Only ratios within one run count, never absolute times, and only those
 * that are more than noise: the medians differ, and even the slowest round of the one is faster
 * than the fastest of the other.
 */
public final class Checks {
  /** The dispatcher's choice may take this many times what the best candidate takes. */
  static final double CHOICE = 1.25;

  /** Smaller differences between calls are the noise of the clock and of the caches. */
  static final double NOISE_NANOS = 50;

  /** Calls through the dispatcher are measured in another JVM, which may be that much slower. */
  static final double THROUGH = 2;

  /** What argument checks and the look-up may cost a small call. */
  static final double OVERHEAD_NANOS = 200;

  /** Vectorized code must need less than this share of the scalar time. */
  static final double VECTORIZED = 0.9;

  /** Vectors show from this size on, and up to the size where memory hides them. */
  private static final int SMALLEST = 4096;

  private static final int LARGEST = 1 << 18;

  /**
   * Where the scalar loop comes this near to the stream limit, C2 has vectorized it by itself or
   * the memory is the limit: no backend can be much faster.
   */
  private static final double NOTHING_TO_GAIN = 0.4;

  /** These do the same to each element, without a gather or a matrix. */
  private static final Set<Kernel.Family> ELEMENTWISE =
      EnumSet.of(
          Kernel.Family.OPTIMIZERS,
          Kernel.Family.POINT_LOSSES,
          Kernel.Family.ROW_LOSSES,
          Kernel.Family.REDUCTIONS,
          Kernel.Family.ELEMENTARY);

  private Checks() {}

  /**
   * Looks for choices that are much slower than the best candidate, and for kernels of the vector
   * and openblas backends that are no faster than the scalar ones.
   *
   * @param report of a comparison with at least 3 rounds
   * @return what is wrong, one sentence each; empty if all is well
   */
  public static List<String> failures(Report report) {
    List<String> failures = new ArrayList<>();
    for (Report.Choice choice : report.choices()) {
      Report.Row best = report.row(choice.of(), choice.best());
      Report.Row chosen = report.row(choice.of(), choice.chosen());
      Report.Row through = report.row(choice.of(), Contestant.DISPATCH);
      if (chosen != null && slower(chosen, best, CHOICE, NOISE_NANOS)) {
        failures.add(slow(choice, chosen, best) + choice.best());
      } else if (through != null && slower(through, best, THROUGH, OVERHEAD_NANOS)) {
        failures.add(
            slow(choice, through, best) + choice.best() + " when called through the dispatcher");
      }
    }
    for (Report.Case of : report.cases()) {
      Report.Row scalar = report.row(of, "scalar");
      if (scalar == null || !mustBeVectorized(of) || nothingToGain(report, scalar)) {
        continue;
      }
      for (Contestant contestant : report.contestants()) {
        boolean vectorized =
            contestant.origin() == Contestant.Origin.CANDIDATE
                && !contestant.id().equals(scalar.contestant());
        Report.Row row = vectorized ? report.row(of, contestant.id()) : null;
        if (row != null && row.nanos() > VECTORIZED * scalar.nanos()) {
          failures.add(
              String.format(
                  Locale.ROOT,
                  "%s: %s has lost its vectorization, it takes %.2f times as long as scalar",
                  name(of),
                  row.contestant(),
                  row.nanos() / scalar.nanos()));
        }
      }
    }
    return failures;
  }

  private static boolean slower(Report.Row row, Report.Row best, double factor, double noise) {
    return row.nanos() > factor * best.nanos()
        && row.nanos() - best.nanos() > noise
        && row.clearlySlowerThan(best);
  }

  private static String slow(Report.Choice choice, Report.Row row, Report.Row best) {
    return String.format(
        Locale.ROOT,
        "%s: the dispatcher chose %s (%s), which takes %.2f times as long as ",
        name(choice.of()),
        choice.chosen(),
        choice.why(),
        row.nanos() / best.nanos());
  }

  private static boolean mustBeVectorized(Report.Case of) {
    boolean elementwise = false;
    for (Kernel kernel : Kernel.values()) {
      elementwise |= kernel.id().equals(of.kernel()) && ELEMENTWISE.contains(kernel.family());
    }
    return elementwise && of.size() >= SMALLEST && of.size() <= LARGEST;
  }

  private static boolean nothingToGain(Report report, Report.Row scalar) {
    return report.streamShare(scalar) > NOTHING_TO_GAIN;
  }

  private static String name(Report.Case of) {
    return of.kernel() + ", " + of.size() + " " + of.element() + "s";
  }
}
