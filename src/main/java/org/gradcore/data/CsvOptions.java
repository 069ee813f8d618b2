package org.gradcore.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * How to read CSV. Start from {@link #DEFAULT} and change what differs.
 *
 * @param header whether the first record is a header
 * @param delimiter what separates fields; with a space, a run of spaces counts as one
 * @param skipLines number of lines to skip before the first record or header
 * @param hasTarget whether one column is the target; without, every column is a feature
 * @param targetName the name of the target column, or null if it is given by index
 * @param targetIndex the target column from 0, or from the end if negative (-1: the last)
 * @param labels what the targets are
 * @param classNames the text labels in the order of their class numbers, as in the training data;
 *     empty to take those that occur, sorted
 */
public record CsvOptions(
    Header header,
    char delimiter,
    int skipLines,
    boolean hasTarget,
    String targetName,
    int targetIndex,
    Labels labels,
    List<String> classNames)
    implements ReadingOptions {

  /** Whether the first record is a header. */
  public enum Header {
    /** The first record holds the names of the columns. */
    YES,
    /** The first record is data. */
    NO,
    /**
     * A header if no field of the first record is a number, or if the target is given by name. A
     * first record that mixes numbers and text is taken as data, and its text is then an error, so
     * that no row is lost without a word.
     */
    AUTO
  }

  /** What the targets are. */
  public enum Labels {
    /** Numbers if the first target is one, otherwise text; a mixture is an error. */
    AUTO,
    /** Numbers. */
    NUMBER,
    /** Text, even where it looks like a number. */
    TEXT
  }

  /** Commas, header recognized, target in the last column, labels recognized. */
  public static final CsvOptions DEFAULT =
      new CsvOptions(Header.AUTO, ',', 0, true, null, -1, Labels.AUTO, List.of());

  /**
   * Checks that the options fit together.
   *
   * @throws NullPointerException if header, labels or class names are null
   * @throws IllegalArgumentException if the delimiter cannot be one, {@code skipLines} is negative,
   *     class names are not distinct or not wanted, or a target name is given with no header or no
   *     target
   */
  public CsvOptions {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(labels, "labels");
    classNames = List.copyOf(classNames);
    boolean impossible =
        "\"\r\n+-.".indexOf(delimiter) >= 0
            || Character.isLetterOrDigit(delimiter)
            || Character.isSurrogate(delimiter)
            || delimiter == 0;
    if (impossible) {
      throw new IllegalArgumentException(
          "delimiter "
              + DataFormatException.quote(String.valueOf(delimiter))
              + ": a character that is no part of numbers, quotes or line ends is needed");
    }
    if (skipLines < 0) {
      throw new IllegalArgumentException("skipLines " + skipLines + ": at least 0 is needed");
    }
    if (targetName != null && header == Header.NO) {
      throw new IllegalArgumentException(
          "target column '" + targetName + "' without a header: give its index");
    }
    if (targetName != null && !hasTarget) {
      throw new IllegalArgumentException("target column '" + targetName + "' but no target");
    }
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new IllegalArgumentException("class names " + classNames + " are not distinct");
    }
    if (!classNames.isEmpty() && labels == Labels.NUMBER) {
      throw new IllegalArgumentException("class names with labels that are numbers");
    }
  }

  /**
   * With a header, without, or recognized.
   *
   * @param value whether there is one
   * @return the new options
   */
  public CsvOptions withHeader(Header value) {
    return new CsvOptions(
        value, delimiter, skipLines, hasTarget, targetName, targetIndex, labels, classNames);
  }

  /**
   * With another delimiter, such as {@code ';'}, {@code '\t'} or {@code ' '}.
   *
   * @param value the delimiter
   * @return the new options
   */
  public CsvOptions withDelimiter(char value) {
    return new CsvOptions(
        header, value, skipLines, hasTarget, targetName, targetIndex, labels, classNames);
  }

  /**
   * With lines to skip at the start of the file.
   *
   * @param value the number of lines
   * @return the new options
   */
  public CsvOptions withSkipLines(int value) {
    return new CsvOptions(
        header, delimiter, value, hasTarget, targetName, targetIndex, labels, classNames);
  }

  /**
   * With the target in the column of this name.
   *
   * @param name the name of the column
   * @return the new options
   */
  public CsvOptions withTarget(String name) {
    Objects.requireNonNull(name, "name");
    return new CsvOptions(header, delimiter, skipLines, true, name, -1, labels, classNames);
  }

  /**
   * With the target in this column, from 0, or from the end if negative (-1: the last).
   *
   * @param index the index of the column
   * @return the new options
   */
  public CsvOptions withTarget(int index) {
    return new CsvOptions(header, delimiter, skipLines, true, null, index, labels, classNames);
  }

  /**
   * With no target: every column is a feature.
   *
   * @return the new options
   */
  public CsvOptions withNoTarget() {
    return new CsvOptions(header, delimiter, skipLines, false, null, -1, labels, classNames);
  }

  /**
   * With targets that are numbers, text, or recognized.
   *
   * @param value what they are
   * @return the new options
   */
  public CsvOptions withLabels(Labels value) {
    return new CsvOptions(
        header, delimiter, skipLines, hasTarget, targetName, targetIndex, value, classNames);
  }

  /**
   * With text labels in a given order; any other label in the data is an error.
   *
   * @param value the labels; target k stands for the k-th, from 0
   * @return the new options
   */
  public CsvOptions withClassNames(List<String> value) {
    return new CsvOptions(
        header, delimiter, skipLines, hasTarget, targetName, targetIndex, labels, value);
  }

  @Override
  public DataFormat format() {
    return DataFormat.CSV;
  }
}
