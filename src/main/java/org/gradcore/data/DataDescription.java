package org.gradcore.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of data besides their numbers: the names of their columns, the shape of a row, and
 * how they were read. A model keeps that of its training data, so as to bring other data into the
 * same form.
 *
 * @param featureNames one name per column, in order; empty when there are none
 * @param targetName the name of the target; empty when it has none
 * @param shape the dimensions that a row has, such as 28 and 28 for an image; empty when it is a
 *     plain list
 * @param reading how the data were read, or null when no reader of this package made them
 * @param ignored the names of columns of the file that were left out, since {@link CsvOptions#like}
 *     does not have them
 */
public record DataDescription(
    List<String> featureNames,
    String targetName,
    List<Integer> shape,
    ReadingOptions reading,
    List<String> ignored) {

  /** Nothing is known. */
  public static final DataDescription NONE = new DataDescription(List.of(), "", List.of(), null);

  /**
   * Takes copies of the lists.
   *
   * @throws NullPointerException if a list or the target's name is null
   * @throws IllegalArgumentException if a dimension is below 1
   */
  public DataDescription {
    featureNames = List.copyOf(featureNames);
    Objects.requireNonNull(targetName, "targetName");
    shape = List.copyOf(shape);
    ignored = List.copyOf(ignored);
    for (int dimension : shape) {
      if (dimension < 1) {
        throw new IllegalArgumentException("shape " + shape + ": at least 1 each is needed");
      }
    }
  }

  /**
   * A description of data of which every column was read.
   *
   * @param featureNames one name per column, or empty
   * @param targetName the name of the target; empty when it has none
   * @param shape the dimensions of a row; empty for a plain list
   * @param reading how the data were read, or null
   */
  public DataDescription(
      List<String> featureNames, String targetName, List<Integer> shape, ReadingOptions reading) {
    this(featureNames, targetName, shape, reading, List.of());
  }

  /**
   * Names only.
   *
   * @param featureNames one name per column, or empty
   * @param targetName the name of the target; empty when it has none
   * @return the description
   */
  public static DataDescription named(List<String> featureNames, String targetName) {
    return new DataDescription(featureNames, targetName, List.of(), null);
  }

  /**
   * Checks that this can describe data with so many columns.
   *
   * @param columns the number of columns
   * @throws IllegalArgumentException if there are names, or a shape, of another number of columns
   */
  public void requireColumns(int columns) {
    int names = featureNames.size();
    if (names != 0 && names != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d feature names for %d columns: as many, or none, are needed",
              names,
              columns));
    }
    double size = 1; // exact as far as ints go
    for (int dimension : shape) {
      size *= dimension;
    }
    if (!shape.isEmpty() && size != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shape %s for %d columns: the product is to be the number of columns",
              shape,
              columns));
    }
  }

  /**
   * Finds these columns in other data. Names decide when both sides have them; otherwise a column
   * is known by its position alone. A column that has the target's name is not taken for one that
   * was ignored.
   *
   * @param other the other data
   * @return where these columns stand
   * @throws IllegalArgumentException if a column is missing, or there are several of its name, or
   *     the rows have another shape; the message lists at most 10 columns
   */
  public ColumnMatch match(DataDescription other) {
    if (!shape.isEmpty() && !other.shape.isEmpty() && !shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "rows of " + dimensions(other.shape) + " values: " + dimensions(shape) + " are needed");
    }
    if (featureNames.isEmpty() || other.featureNames.isEmpty()) {
      return ColumnMatch.SAME;
    }
    if (featureNames.equals(other.featureNames)) {
      return ColumnMatch.SAME;
    }
    List<String> missing = missing(other);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          (missing.size() == 1 ? "no column " : "no columns ")
              + Names.list(missing)
              + ": the data have "
              + Names.list(other.featureNames));
    }
    List<String> ambiguous = ambiguous(other);
    if (!ambiguous.isEmpty()) {
      throw new IllegalArgumentException(
          "several columns with the name " + Names.list(ambiguous) + ", in another order");
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < other.featureNames.size(); i++) {
      places.put(other.featureNames.get(i), i);
    }
    Set<String> known = new HashSet<>(featureNames);
    known.add(targetName);
    return new ColumnMatch(
        featureNames.stream().mapToInt(places::get).toArray(),
        other.featureNames.stream().filter(n -> !known.contains(n)).toList());
  }

  /** The names that the other data lack. */
  List<String> missing(DataDescription other) {
    Set<String> there = new HashSet<>(other.featureNames);
    return featureNames.stream().filter(n -> !there.contains(n)).distinct().toList();
  }

  /** The names that do not tell one column from another, if the columns are not just the same. */
  List<String> ambiguous(DataDescription other) {
    if (featureNames.equals(other.featureNames)) {
      return List.of();
    }
    Set<String> wanted = new HashSet<>(featureNames);
    return Stream.concat(repeated(featureNames), repeated(other.featureNames))
        .filter(wanted::contains)
        .distinct()
        .toList();
  }

  private static Stream<String> repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(n -> !seen.add(n));
  }

  /** The description of some of these columns, in the order given. */
  DataDescription select(int[] columns) {
    List<String> names =
        featureNames.isEmpty()
            ? featureNames
            : Arrays.stream(columns).mapToObj(featureNames::get).toList();
    return new DataDescription(names, targetName, List.of(), reading);
  }

  private static String dimensions(List<Integer> shape) {
    return String.join(" x ", shape.stream().map(String::valueOf).toList());
  }
}
