package org.gradcore.train;

import java.util.Arrays;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.FloatDataset;

/**
 * What is predicted without a look at the features: the mean of the training targets (regression),
 * or the class that most training rows have (classification). A model that does worse than this is
 * worth nothing.
 *
 * @param prediction the target value that is predicted; NaN when it is not known, as for models
 *     saved in version 1 of the format
 */
public record Baseline(double prediction) {
  /** No baseline is known. */
  public static final Baseline UNKNOWN = new Baseline(Double.NaN);

  /**
   * @throws IllegalArgumentException if the prediction is infinite
   */
  public Baseline {
    if (Double.isInfinite(prediction)) {
      throw new IllegalArgumentException(
          "baseline " + prediction + ": a finite number, or NaN for none, is needed");
    }
  }

  /** The baseline of training data; unknown if there are no targets. */
  public static Baseline of(LinearModel.Kind kind, FloatDataset data) {
    return of(kind, FloatTrainer.asDoubles(data.targets()));
  }

  /** The same for double data. */
  public static Baseline of(LinearModel.Kind kind, DoubleDataset data) {
    return of(kind, data.targets());
  }

  private static Baseline of(LinearModel.Kind kind, double[] targets) {
    if (targets.length == 0) {
      return UNKNOWN;
    }
    return new Baseline(kind == LinearModel.Kind.LINEAR ? mean(targets) : mostFrequent(targets));
  }

  /** Divided before they are added, so that large targets do not overflow the sum. */
  private static double mean(double[] targets) {
    double mean = 0;
    for (double target : targets) {
      mean += target / targets.length;
    }
    return mean;
  }

  /** The lowest of those that occur most often. */
  private static double mostFrequent(double[] targets) {
    double[] sorted = Arrays.stream(targets).map(v -> v + 0.0).sorted().toArray(); // no -0
    double best = sorted[0];
    int bestCount = 0;
    int start = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[start]) {
        if (i - start > bestCount) {
          bestCount = i - start;
          best = sorted[start];
        }
        start = i;
      }
    }
    return best;
  }

  /** Whether it is known. */
  public boolean known() {
    return !Double.isNaN(prediction);
  }
}
