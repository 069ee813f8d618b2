package org.gradcore.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to read CSV. Start from {@link #DEFAULT} and change what differs.
 *
 * @param header whether the first record is a header
 * @param delimiter what separates fields; with a space, a run of spaces counts as one
 * @param skipLines number of lines to skip before the first record or header
 * @param target whether one column is the target, and whether it is read
 * @param targetName the name of the target column, or null if it is given by index
 * @param targetIndex the target column from 0, or from the end if negative (-1: the last)
 * @param features the number of features where the target is ignored, else 0
 * @param like data whose columns these have. If they have names, and this file has a header, the
 *     features and the target are found by name, whatever their order, and other columns are left
 *     out unread ({@link DataDescription#ignored}); else columns are known by position
 * @param labels what the targets are
 * @param classNames the text labels in the order of their class numbers, as in the training data;
 *     empty to take those that occur, sorted
 */
public record CsvOptions(
    Header header,
    char delimiter,
    int skipLines,
    Target target,
    String targetName,
    int targetIndex,
    int features,
    DataDescription like,
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
     * A header if no field of the first record is a number, or if the target is given by name. No
     * row is lost or invented without a word:
     *
     * <ul>
     *   <li>A first record that mixes numbers and text is data, and its text is then an error.
     *   <li>So is one that has nothing but marks of missing values (NA, ?, NaN and the like) beside
     *       the target.
     *   <li>A first record that counts the columns (0,1,2 or 1,2,3,4 and so on, perhaps with a name
     *       for the target) may be either; it is an error that asks for {@link #YES} or {@link
     *       #NO}.
     * </ul>
     */
    AUTO
  }

  /** Whether one column is the target. */
  public enum Target {
    /** One column is the target. */
    READ,
    /** No column is; every column is a feature. */
    NONE,
    /**
     * With as many columns as features, no column is the target; with one more, one is, and may
     * hold anything: it is left out.
     */
    IGNORED
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
      new CsvOptions(
          Header.AUTO,
          ',',
          0,
          Target.READ,
          null,
          -1,
          0,
          DataDescription.NONE,
          Labels.AUTO,
          List.of());

  /**
   * Checks that the options fit together.
   *
   * @throws NullPointerException if header, target, labels or class names are null
   * @throws IllegalArgumentException if the delimiter cannot be one, {@code skipLines} is negative,
   *     class names are not distinct or not wanted, a target name is given with no header or no
   *     target, or the number of features does not go with the target
   */
  public CsvOptions {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(labels, "labels");
    like = DataDescription.named(like.featureNames(), like.targetName());
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
    if (targetName != null && target == Target.NONE) {
      throw new IllegalArgumentException("target column '" + targetName + "' but no target");
    }
    if ((target == Target.IGNORED) != (features > 0)) {
      throw new IllegalArgumentException(
          "target "
              + target
              + " with features "
              + features
              + ": a number of at least 1 goes with"
              + " an ignored target, 0 with any other");
    }
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new IllegalArgumentException(
          "class names " + Names.list(classNames) + " are not distinct");
    }
    if (!classNames.isEmpty() && labels == Labels.NUMBER) {
      throw new IllegalArgumentException("class names with labels that are numbers");
    }
  }

  /** A copy that is about to differ. */
  private final class Copy {
    Header header = CsvOptions.this.header;
    char delimiter = CsvOptions.this.delimiter;
    int skipLines = CsvOptions.this.skipLines;
    Target target = CsvOptions.this.target;
    String targetName = CsvOptions.this.targetName;
    int targetIndex = CsvOptions.this.targetIndex;
    int features = CsvOptions.this.features;
    DataDescription like = CsvOptions.this.like;
    Labels labels = CsvOptions.this.labels;
    List<String> classNames = CsvOptions.this.classNames;
  }

  private CsvOptions with(Consumer<Copy> change) {
    Copy c = new Copy();
    change.accept(c);
    return new CsvOptions(
        c.header,
        c.delimiter,
        c.skipLines,
        c.target,
        c.targetName,
        c.targetIndex,
        c.features,
        c.like,
        c.labels,
        c.classNames);
  }

  private CsvOptions withTarget(Target kind, String name, int index) {
    return with(
        copy -> {
          copy.target = kind;
          copy.targetName = name;
          copy.targetIndex = index;
          copy.features = 0;
        });
  }

  /**
   * With a header, without, or recognized.
   *
   * @param value whether there is one
   * @return the new options
   */
  public CsvOptions withHeader(Header value) {
    return with(copy -> copy.header = value);
  }

  /**
   * With another delimiter, such as {@code ';'}, {@code '\t'} or {@code ' '}.
   *
   * @param value the delimiter
   * @return the new options
   */
  public CsvOptions withDelimiter(char value) {
    return with(copy -> copy.delimiter = value);
  }

  /**
   * With lines to skip at the start of the file.
   *
   * @param value the number of lines
   * @return the new options
   */
  public CsvOptions withSkipLines(int value) {
    return with(copy -> copy.skipLines = value);
  }

  /**
   * With the target in the column of this name.
   *
   * @param name the name of the column
   * @return the new options
   */
  public CsvOptions withTarget(String name) {
    Objects.requireNonNull(name, "name");
    return withTarget(Target.READ, name, -1);
  }

  /**
   * With the target in this column, from 0, or from the end if negative (-1: the last).
   *
   * @param index the index of the column
   * @return the new options
   */
  public CsvOptions withTarget(int index) {
    return withTarget(Target.READ, null, index);
  }

  /**
   * With no target: every column is a feature.
   *
   * @return the new options
   */
  public CsvOptions withNoTarget() {
    return withTarget(Target.NONE, null, -1);
  }

  /**
   * With a target column that may be there or not, and may hold anything, as in data to predict.
   *
   * @param count the number of features, at least 1
   * @return the new options
   */
  public CsvOptions withTargetIgnored(int count) {
    return with(
        copy -> {
          copy.target = Target.IGNORED;
          copy.features = count;
        });
  }

  /**
   * With the columns of other data, as those of a model, found by name where there is a header.
   *
   * @param value names of features and target; nothing else of it counts
   * @return the new options
   */
  public CsvOptions withLike(DataDescription value) {
    return with(copy -> copy.like = value);
  }

  /**
   * With targets that are numbers, text, or recognized.
   *
   * @param value what they are
   * @return the new options
   */
  public CsvOptions withLabels(Labels value) {
    return with(copy -> copy.labels = value);
  }

  /**
   * With text labels in a given order; any other label in the data is an error.
   *
   * @param value the labels; target k stands for the k-th, from 0
   * @return the new options
   */
  public CsvOptions withClassNames(List<String> value) {
    return with(copy -> copy.classNames = value);
  }

  @Override
  public DataFormat format() {
    return DataFormat.CSV;
  }
}
