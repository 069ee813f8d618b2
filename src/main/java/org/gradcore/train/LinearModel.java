package org.gradcore.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.gradcore.data.ColumnMatch;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.DoubleFeatures;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;

/**
 * A trained linear model: everything that is needed to predict from raw features. Arrays are not
 * copied.
 *
 * @param kind what it predicts
 * @param element the element type that it was trained with
 * @param features number of features
 * @param intercept whether there are intercepts
 * @param labels the classes: two for logistic, at least two for softmax, {@link ClassLabels#NONE}
 *     for linear
 * @param means what is subtracted from the features first, one per feature; empty for no
 *     standardization
 * @param scales what they are then divided by, as many
 * @param parameters linear and logistic: the coefficients, then the intercept; softmax: classes ×
 *     features, then the intercepts
 * @param data the names of the training data's columns, the shape of a row, and how they were read
 * @param baseline what would be predicted without features; {@link Baseline#UNKNOWN} if not known
 * @param metadata what is worth knowing about the training, such as its hyper-parameters; sorted by
 *     key
 */
public record LinearModel(
    Kind kind,
    Element element,
    int features,
    boolean intercept,
    ClassLabels labels,
    double[] means,
    double[] scales,
    double[] parameters,
    DataDescription data,
    Baseline baseline,
    Map<String, String> metadata) {

  /** The key of the metadata under which a warning about the training stands. */
  public static final String WARNING = "warning";

  /** Kinds of models. */
  public enum Kind {
    /** A number: {@code x·w + b}. */
    LINEAR,
    /** One of two classes: the second one if {@code x·w + b >= 0}. */
    LOGISTIC,
    /** One of several classes: the one with the greatest {@code x·W_k + b_k}. */
    SOFTMAX;

    /**
     * Checks that a model of this kind can have these classes: none if linear, two if logistic, at
     * least two if softmax. To be called before training, so as not to train in vain.
     *
     * @throws IllegalArgumentException if not
     */
    public void check(ClassLabels labels) {
      int classes = labels.count();
      boolean fit =
          switch (this) {
            case LINEAR -> classes == 0;
            case LOGISTIC -> classes == 2;
            case SOFTMAX -> classes >= 2;
          };
      if (!fit) {
        throw new IllegalArgumentException(
            classes
                + (classes == 1 ? " class: " : " classes: ")
                + switch (this) {
                  case LINEAR -> "a linear model has none";
                  case LOGISTIC -> "logistic regression needs exactly 2";
                  case SOFTMAX -> "softmax regression needs at least 2";
                });
      }
    }
  }

  /** Element types. */
  public enum Element {
    /** Single precision. */
    FLOAT,
    /** Double precision. */
    DOUBLE
  }

  /**
   * @throws NullPointerException if something is null
   * @throws IllegalArgumentException if numbers do not fit each other or are not finite
   */
  public LinearModel {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(element, "element");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(baseline, "baseline");
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    if (features < 0) {
      throw new IllegalArgumentException("features " + features + ": at least 0 is needed");
    }
    kind.check(labels);
    data.requireColumns(features);
    if (kind != Kind.LINEAR
        && baseline.known()
        && Arrays.binarySearch(labels.values(), baseline.prediction()) < 0) {
      throw new IllegalArgumentException(
          "baseline " + baseline.prediction() + ": one of the classes is needed");
    }
    if (means.length != scales.length || (means.length != 0 && means.length != features)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d means and %d scales for %d features: one each, or none, are needed",
              means.length,
              scales.length,
              features));
    }
    long count = (kind == Kind.SOFTMAX ? labels.count() : 1) * (features + (intercept ? 1L : 0L));
    if (parameters.length != count) {
      throw new IllegalArgumentException(
          parameters.length + " parameters: " + count + " are needed");
    }
    requireFinite("mean", means);
    requireFinite("scale", scales);
    requireFinite("parameter", parameters);
    for (double scale : scales) {
      if (scale <= 0) {
        throw new IllegalArgumentException("scale " + scale + ": more than 0 is needed");
      }
    }
  }

  /** A model of data that nothing more is known of. */
  public LinearModel(
      Kind kind,
      Element element,
      int features,
      boolean intercept,
      ClassLabels labels,
      double[] means,
      double[] scales,
      double[] parameters,
      Map<String, String> metadata) {
    this(
        kind,
        element,
        features,
        intercept,
        labels,
        means,
        scales,
        parameters,
        DataDescription.NONE,
        Baseline.UNKNOWN,
        metadata);
  }

  /**
   * The same model with one more entry of metadata, or another value of it.
   *
   * @return the new model
   */
  public LinearModel withMetadata(String key, String value) {
    Map<String, String> more = new TreeMap<>(metadata);
    more.put(key, value);
    return new LinearModel(
        kind,
        element,
        features,
        intercept,
        labels,
        means,
        scales,
        parameters,
        data,
        baseline,
        more);
  }

  private static void requireFinite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            name + " " + i + " is " + values[i] + ": a finite number is needed");
      }
    }
  }

  /** Whether the features are standardized first. */
  public boolean standardizes() {
    return means.length > 0;
  }

  /** Number of outputs: the number of classes for softmax, else 1. */
  public int outputs() {
    return kind == Kind.SOFTMAX ? labels.count() : 1;
  }

  /**
   * Brings data into the order of the model's features: by name if both have names, which leaves
   * out the columns that the model does not know; otherwise as they stand. Values are taken as they
   * are: read IDX files with the scale of {@link #data}.
   *
   * @return the same data, or a copy
   * @throws IllegalArgumentException if a column is missing or not the only one of its name, or the
   *     rows have another shape; the message says which
   */
  public FloatDataset arrange(FloatDataset data) {
    ColumnMatch match = this.data.match(data.description());
    return match.same() ? data : data.select(match.columns());
  }

  /** The same for double data. */
  public DoubleDataset arrange(DoubleDataset data) {
    ColumnMatch match = this.data.match(data.description());
    return match.same() ? data : data.select(match.columns());
  }

  /**
   * Predicts one number per row, as the other methods, from data that are {@linkplain
   * #arrange(FloatDataset) arranged} first.
   *
   * @throws IllegalArgumentException if the columns do not fit
   */
  public double[] predict(Kernels kernels, FloatDataset data) {
    return predict(kernels, arrange(data).features());
  }

  /** The same for double data. */
  public double[] predict(Kernels kernels, DoubleDataset data) {
    return predict(kernels, arrange(data).features());
  }

  /**
   * Predicts one number per row: the value of a linear model; for a classifier the target value of
   * the predicted class.
   *
   * @param kernels what computes
   * @param x raw features. Sparse data may have fewer columns than the model, the missing ones
   *     being zero; dense data must have as many
   * @throws IllegalArgumentException if the number of features does not fit
   */
  public double[] predict(Kernels kernels, FloatFeatures x) {
    return kind == Kind.LINEAR
        ? new FloatModelPredictor(this, kernels).margins(x)
        : values(predictClasses(kernels, x));
  }

  /** The same for double data. */
  public double[] predict(Kernels kernels, DoubleFeatures x) {
    return kind == Kind.LINEAR
        ? new DoubleModelPredictor(this, kernels).margins(x)
        : values(predictClasses(kernels, x));
  }

  private double[] values(int[] classes) {
    return Arrays.stream(classes).mapToDouble(k -> labels.values()[k]).toArray();
  }

  /**
   * Predicts the class of every row, from 0, as {@link ClassLabels} numbers them.
   *
   * @throws IllegalArgumentException if the number of features does not fit, or the model is linear
   */
  public int[] predictClasses(Kernels kernels, FloatFeatures x) {
    requireClassifier();
    return new FloatModelPredictor(this, kernels).classes(x);
  }

  /** The same for double data. */
  public int[] predictClasses(Kernels kernels, DoubleFeatures x) {
    requireClassifier();
    return new DoubleModelPredictor(this, kernels).classes(x);
  }

  /**
   * The fraction of rows whose class is predicted. The data are {@linkplain #arrange(FloatDataset)
   * arranged} first.
   *
   * @throws IllegalArgumentException if there are no rows or no targets, a label is none of the
   *     classes, the number of features does not fit, or the model is linear
   */
  public double accuracy(Kernels kernels, FloatDataset data) {
    requireClassifier();
    return accuracy(labels.encode(data), predictClasses(kernels, arrange(data).features()));
  }

  /** The same for double data. */
  public double accuracy(Kernels kernels, DoubleDataset data) {
    requireClassifier();
    return accuracy(labels.encode(data), predictClasses(kernels, arrange(data).features()));
  }

  /**
   * The accuracy of the {@link #baseline} on the same data; NaN if it is not known.
   *
   * @throws IllegalArgumentException as {@link #accuracy(Kernels, FloatDataset)} does
   */
  public double baselineAccuracy(FloatDataset data) {
    requireClassifier();
    return baselineAccuracy(labels.encode(data));
  }

  /** The same for double data. */
  public double baselineAccuracy(DoubleDataset data) {
    requireClassifier();
    return baselineAccuracy(labels.encode(data));
  }

  private double baselineAccuracy(int[] expected) {
    if (!baseline.known()) {
      return Double.NaN;
    }
    int[] predicted = new int[expected.length];
    Arrays.fill(predicted, Arrays.binarySearch(labels.values(), baseline.prediction()));
    return accuracy(expected, predicted);
  }

  private static double accuracy(int[] expected, int[] predicted) {
    if (expected.length == 0) {
      throw new IllegalArgumentException("0 rows: at least 1 is needed");
    }
    int right = 0;
    for (int i = 0; i < expected.length; i++) {
      right += expected[i] == predicted[i] ? 1 : 0;
    }
    return right / (double) expected.length;
  }

  /**
   * The root of the mean squared error of a linear model. The data are {@linkplain
   * #arrange(FloatDataset) arranged} first.
   *
   * @throws IllegalArgumentException if there are no rows or no targets, the number of features
   *     does not fit, or the model is a classifier
   */
  public double rootMeanSquaredError(Kernels kernels, FloatDataset data) {
    requireNumbers(data.classNames());
    return rootMeanSquaredError(FloatTrainer.asDoubles(data.targets()), predict(kernels, data));
  }

  /** The same for double data. */
  public double rootMeanSquaredError(Kernels kernels, DoubleDataset data) {
    requireNumbers(data.classNames());
    return rootMeanSquaredError(data.targets(), predict(kernels, data));
  }

  /**
   * The root of the mean squared error of the {@link #baseline} on the same data; NaN if it is not
   * known.
   *
   * @throws IllegalArgumentException as {@link #rootMeanSquaredError(Kernels, FloatDataset)} does
   */
  public double baselineRootMeanSquaredError(FloatDataset data) {
    requireNumbers(data.classNames());
    return baselineRootMeanSquaredError(FloatTrainer.asDoubles(data.targets()), data.rows());
  }

  /** The same for double data. */
  public double baselineRootMeanSquaredError(DoubleDataset data) {
    requireNumbers(data.classNames());
    return baselineRootMeanSquaredError(data.targets(), data.rows());
  }

  private double baselineRootMeanSquaredError(double[] expected, int rows) {
    double[] predicted = new double[rows];
    Arrays.fill(predicted, baseline.prediction());
    return rootMeanSquaredError(expected, predicted);
  }

  private static double rootMeanSquaredError(double[] expected, double[] predicted) {
    if (expected.length != predicted.length || expected.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d targets for %d rows: as many, and at least 1, are needed",
              expected.length,
              predicted.length));
    }
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = predicted[i] - expected[i];
      sum += error * error;
    }
    return Math.sqrt(sum / expected.length);
  }

  private void requireNumbers(List<String> classNames) {
    if (kind != Kind.LINEAR) {
      throw new IllegalArgumentException("a classifier predicts classes, not numbers");
    }
    if (!classNames.isEmpty()) {
      throw new IllegalArgumentException("the targets are text: a linear model needs numbers");
    }
  }

  private void requireClassifier() {
    if (kind == Kind.LINEAR) {
      throw new IllegalArgumentException("a linear model predicts numbers, not classes");
    }
  }
}
