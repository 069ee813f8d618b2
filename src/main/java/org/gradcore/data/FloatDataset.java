package org.gradcore.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Features with their targets. Arrays are not copied.
 *
 * @param features the feature matrix; all values finite
 * @param targets one finite target per row, or none at all (length 0) when they are unknown
 * @param description the names of the columns, the shape of a row, and how the data were read
 * @param classNames text labels: target k stands for {@code classNames.get(k)}; empty when the
 *     targets are numbers
 */
public record FloatDataset(
    FloatFeatures features, float[] targets, DataDescription description, List<String> classNames) {

  /**
   * Checks the lengths, that values and targets are finite, and that targets fit the class names.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if they do not fit
   */
  public FloatDataset {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(description, "description");
    classNames = List.copyOf(classNames);
    if (targets.length != 0 && targets.length != features.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d targets for %d rows: as many, or none, are needed",
              targets.length,
              features.rows()));
    }
    description.requireColumns(features.columns());
    if (!features.isFinite()) {
      throw new IllegalArgumentException("a feature value is NaN or infinite");
    }
    if (!FloatNumbers.isFinite(targets, 0, targets.length)) {
      throw new IllegalArgumentException("a target is NaN or infinite");
    }
    if (!classNames.isEmpty()) {
      if (new HashSet<>(classNames).size() != classNames.size()) {
        throw new IllegalArgumentException(
            "class names " + Names.list(classNames) + " are not distinct");
      }
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] < 0 || targets[i] >= classNames.size() || targets[i] != (int) targets[i]) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "target %s of row %d: a class number from 0 to %d is needed",
                  targets[i],
                  i + 1,
                  classNames.size() - 1));
        }
      }
    }
  }

  /**
   * A data set with neither feature names nor class names.
   *
   * @param features the feature matrix
   * @param targets one target per row, or none at all
   */
  public FloatDataset(FloatFeatures features, float[] targets) {
    this(features, targets, DataDescription.NONE, List.of());
  }

  /**
   * A data set with names.
   *
   * @param features the feature matrix
   * @param targets one target per row, or none at all
   * @param featureNames one name per column, or empty when there are none
   * @param classNames text labels, or empty when the targets are numbers
   */
  public FloatDataset(
      FloatFeatures features, float[] targets, List<String> featureNames, List<String> classNames) {
    this(features, targets, DataDescription.named(featureNames, ""), classNames);
  }

  /** {@return one name per column, or empty when there are none} */
  public List<String> featureNames() {
    return description.featureNames();
  }

  /** {@return number of rows (samples)} */
  public int rows() {
    return features.rows();
  }

  /** {@return number of columns (features)} */
  public int columns() {
    return features.columns();
  }

  /** {@return whether every row has a target} */
  public boolean hasTargets() {
    return targets.length == features.rows();
  }

  /**
   * The rows {@code from} (inclusive) to {@code to} (exclusive). Dense features are shared, the
   * rest is copied.
   *
   * @param from the first row
   * @param to one past the last row
   * @return a data set of {@code to - from} rows
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= rows()}
   */
  public FloatDataset rows(int from, int to) {
    FloatFeatures part = features.rows(from, to);
    float[] partTargets = hasTargets() ? Arrays.copyOfRange(targets, from, to) : targets;
    return new FloatDataset(part, partTargets, description, classNames);
  }

  /**
   * The same targets and names with other features, such as standardized ones.
   *
   * @param other features of the same shape
   * @return the new data set
   * @throws IllegalArgumentException if the shape does not fit the targets and names
   */
  public FloatDataset withFeatures(FloatFeatures other) {
    return new FloatDataset(other, targets, description, classNames);
  }

  /**
   * Some of the columns, with their names, in the order given.
   *
   * @param columns numbers of columns, from 0, each at most once
   * @return the new data set; it has no shape
   * @throws IllegalArgumentException if a column is asked for twice
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public FloatDataset select(int... columns) {
    return new FloatDataset(
        features.select(columns), targets, description.select(columns), classNames);
  }

  @Override
  public String toString() {
    return "FloatDataset[" + features + (hasTargets() ? "" : ", no targets") + "]";
  }
}
