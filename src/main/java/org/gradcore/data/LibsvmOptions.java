package org.gradcore.data;

/**
 * How to read LIBSVM text.
 *
 * @param columns number of columns, or 0 to take the largest index of the data
 * @param labelsIgnored whether labels do not matter, as in data to predict: a row may have any, or
 *     none, and the data set has no targets
 */
public record LibsvmOptions(int columns, boolean labelsIgnored) implements ReadingOptions {
  /** The defaults: the number of columns is the largest index. */
  public static final LibsvmOptions DEFAULT = new LibsvmOptions(0);

  /**
   * Checks the number of columns.
   *
   * @throws IllegalArgumentException if {@code columns} is negative
   */
  public LibsvmOptions {
    if (columns < 0) {
      throw new IllegalArgumentException(
          "columns " + columns + ": at least 1, or 0 for the largest index, is needed");
    }
  }

  /**
   * With labels that are read.
   *
   * @param columns number of columns, or 0 to take the largest index of the data
   */
  public LibsvmOptions(int columns) {
    this(columns, false);
  }

  /**
   * With a given number of columns; a larger index in the data is an error.
   *
   * @param newColumns the number of columns, or 0 to take the largest index
   * @return the new options
   */
  public LibsvmOptions withColumns(int newColumns) {
    return new LibsvmOptions(newColumns, labelsIgnored);
  }

  /**
   * With labels that may be anything, or missing.
   *
   * @return the new options
   */
  public LibsvmOptions withLabelsIgnored() {
    return new LibsvmOptions(columns, true);
  }

  @Override
  public DataFormat format() {
    return DataFormat.LIBSVM;
  }
}
