package org.gradcore.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells whether a first record is a header, as {@link CsvOptions.Header#AUTO} describes. */
final class CsvHeader {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

  /** What stands for a value that is missing or no finite number. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          "?",
          "-",
          ".",
          "na",
          "n/a",
          "#n/a",
          "nan",
          "-nan",
          "null",
          "nil",
          "none",
          "missing",
          "inf",
          "+inf",
          "-inf",
          "infinity",
          "+infinity",
          "-infinity");

  private CsvHeader() {}

  /**
   * Whether the record is a header.
   *
   * @param record its fields
   * @param target the target column, whose text says nothing; -1 if there is none
   * @throws DataFormatException if it may as well be one as the other
   */
  static boolean isHeader(List<String> record, int target, String source, long line)
      throws DataFormatException {
    if (numbersColumns(record, target)) {
      throw new DataFormatException(
          source,
          line,
          "a first record " + DataFormatException.quote(String.join(",", record)),
          "to be told whether it names the columns (--header yes) or is data (--header no)");
    }
    boolean missing = true;
    for (int i = 0; i < record.size(); i++) {
      String field = record.get(i);
      if (NUMBER.matcher(field).matches()) {
        return false;
      }
      missing &= i == target || MISSING.contains(field.toLowerCase(Locale.ROOT));
    }
    return !missing;
  }

  /**
   * Whether the fields count the columns, {@code 0,1,2} or {@code 1,2,3,4}, as no data is likely to
   * do; that of the target may be a name.
   */
  private static boolean numbersColumns(List<String> record, int target) {
    int first = target == 0 ? 1 : 0;
    if (record.size() <= first || !INTEGER.matcher(record.get(first)).matches()) {
      return false;
    }
    int start = Integer.parseInt(record.get(first)) - first;
    int counting = 0;
    for (int i = 0; i < record.size(); i++) {
      String field = record.get(i);
      boolean counts = field.equals(Integer.toString(start + i));
      if (!counts && (i != target || NUMBER.matcher(field).matches())) {
        return false;
      }
      counting += counts ? 1 : 0;
    }
    return counting >= (start == 0 ? 3 : 4);
  }
}
