package org.gradcore.jmh;

import java.util.Arrays;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.FloatWorkload;

/** A contestant on float arrays: its calls, and whether their results are right. */
final class FloatContest {
  private FloatContest() {}

  /** What makes one call. */
  static Runnable call(FloatWorkload workload, Contestant contestant) {
    return switch (contestant.origin()) {
      case CANDIDATE, LANE_WIDTH -> workload.on(available(contestant.candidate()));
      case CROSSING -> workload.on(available(contestant.candidate()), contestant.crossing());
      case DISPATCH -> workload.on(Kernels.dispatched().floats());
      case PLAIN -> workload.on(FloatPlainKernels.kernels());
      case LIMIT -> workload.on(new FloatStreamKernels().kernels());
      case PEER -> throw new IllegalArgumentException(contestant.id() + " has calls of its own");
    };
  }

  /**
   * Asking for the kernels of the candidate probes the machine, and says why if it is not there.
   */
  private static Candidate available(Candidate candidate) {
    Kernels.of(candidate);
    return candidate;
  }

  /**
   * Compares what a call left behind with what the same call left behind on the scalar backend.
   *
   * @return null if they are equal within the tolerance, else where they differ
   */
  static String difference(FloatWorkload actual, FloatWorkload expected, Tolerance tolerance) {
    return difference(actual, actual.result(), expected, tolerance);
  }

  /** The same where the result is not in the workload. */
  static String difference(
      FloatWorkload actual, double result, FloatWorkload expected, Tolerance tolerance) {
    float[][] e = expected.arrays();
    for (int k = 0; k < e.length; k++) {
      String found = e[k] == null ? null : difference(actual.arrays()[k], e[k], k, tolerance);
      if (found != null) {
        return found;
      }
    }
    for (int j = 0; j < expected.sums().length; j++) {
      if (!tolerance.sum(actual.sums()[j], expected.sums()[j])) {
        return text("accumulator " + j, actual.sums()[j], expected.sums()[j]);
      }
    }
    return tolerance.sum(result, expected.result())
        ? null
        : text("the result", result, expected.result());
  }

  /** Compares one array. */
  static String difference(float[] actual, float[] expected, int array, Tolerance tolerance) {
    int at = mismatch(actual, expected, tolerance);
    return at < 0 ? null : text("element " + at + " of array " + array, actual[at], expected[at]);
  }

  /** The first index at which the arrays differ, or -1. */
  private static int mismatch(float[] actual, float[] expected, Tolerance tolerance) {
    int at = Arrays.mismatch(actual, expected);
    if (at < 0 || tolerance.isExact()) {
      return at;
    }
    for (int i = at; i < expected.length; i++) {
      if (!tolerance.element(actual[i], expected[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String text(String where, double actual, double expected) {
    return where + " is " + actual + ", by the scalar backend " + expected;
  }
}
