package org.gradcore.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcore.data.CsvOptions.Target;

/**
 * Columns of a CSV file with a header that were found by the names of other data's columns.
 *
 * @param target the target column, or -1
 * @param places for each column of the file the number of the feature that it is, or -1
 * @param features number of features
 * @param ignored the names of the columns that are neither
 */
record CsvColumns(int target, int[] places, int features, List<String> ignored) {
  /**
   * Finds the columns that {@link CsvOptions#like} names.
   *
   * @param header the names in the file
   * @throws DataFormatException if one is missing, or not the only one of its name
   */
  static CsvColumns find(List<String> header, CsvOptions options, String source, long line)
      throws DataFormatException {
    DataDescription like = options.like();
    int target = target(header, options, source, line);
    List<String> others = new ArrayList<>(header);
    if (target >= 0) {
      others.remove(target);
    }
    DataDescription given = DataDescription.named(others, "");
    List<String> missing = like.missing(given);
    List<String> ambiguous = like.ambiguous(given);
    if (!missing.isEmpty() || !ambiguous.isEmpty()) {
      throw new DataFormatException(
          source,
          line,
          "columns " + Names.list(header),
          missing.isEmpty()
              ? "one column of each name: there are several " + Names.list(ambiguous)
              : "also " + Names.list(missing) + ", as in the training data");
    }
    ColumnMatch match = like.match(given);
    int[] places = new int[header.size()];
    Arrays.fill(places, -1);
    int features = like.featureNames().size();
    for (int i = 0; i < features; i++) {
      int column = match.same() ? i : match.columns()[i];
      places[target >= 0 && column >= target ? column + 1 : column] = i;
    }
    return new CsvColumns(target, places, features, match.ignored());
  }

  private static int target(List<String> header, CsvOptions options, String source, long line)
      throws DataFormatException {
    if (options.target() == Target.NONE) {
      return -1;
    }
    String asked = options.targetName();
    String name = asked == null ? options.like().targetName() : asked;
    boolean read = options.target() == Target.READ;
    if (name.isEmpty()) {
      int index = options.targetIndex();
      int target = index < 0 ? index + header.size() : index;
      boolean there = target >= 0 && target < header.size();
      if (read && !there) {
        throw new DataFormatException(
            source, line, header.size() + " columns", "the target at column index " + index);
      }
      boolean feature = there && options.like().featureNames().contains(header.get(target));
      return read || there && !feature ? target : -1;
    }
    int target = header.indexOf(name);
    if (read && target < 0 || target != header.lastIndexOf(name)) {
      throw new DataFormatException(
          source,
          line,
          "columns " + Names.list(header),
          "one column " + DataFormatException.quote(name) + ", the target");
    }
    return target;
  }
}
