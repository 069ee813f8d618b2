package org.gradcore.cli;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** In what a result is worse than doing nothing. */
final class Doubts {
  /** Differences up to this part are rounding. */
  private static final double ROUNDING = 1e-6;

  private final List<String> facts = new ArrayList<>();

  /** Holds the objective against that of the untrained model. */
  void objective(double value, double untrained) {
    if (value > untrained + Math.abs(untrained) * ROUNDING) {
      facts.add(
          String.format(
              Locale.ROOT,
              "the objective ended at %s, above the %s of the untrained model",
              number(value),
              number(untrained)));
    }
  }

  /**
   * Holds a score against that of the baseline: always the mean of the training targets, or the
   * class that most training rows have.
   *
   * @param metric rmse, which is to be low, or accuracy, which is to be high
   * @param set whose it is, such as test; empty for the only one
   * @param value NaN if there is none
   * @param baseline NaN if it is not known
   */
  void score(String metric, String set, double value, double baseline) {
    String name = set.isEmpty() ? metric : set + " " + metric;
    if (metric.equals("rmse")) {
      if (value > baseline * (1 + ROUNDING)) {
        facts.add(
            String.format(
                Locale.ROOT,
                "the %s %s is above the %s of always predicting the mean",
                name,
                number(value),
                number(baseline)));
      }
    } else if (value < baseline * (1 - ROUNDING)) {
      facts.add(
          String.format(
              Locale.ROOT,
              "the %s %.4f is below the %.4f of always predicting the most frequent class",
              name,
              value,
              baseline));
    }
  }

  /** Whether there is none. */
  boolean none() {
    return facts.isEmpty();
  }

  /** All of them, in one line, with what can be done. */
  String line(String advice) {
    return "worse than doing nothing: " + String.join(", and ", facts) + "; " + advice;
  }

  /** A JSON list of a warning, or of none. */
  static JsonArray json(String warning) {
    JsonArray list = new JsonArray();
    if (warning != null) {
      list.add(warning);
    }
    return list;
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
