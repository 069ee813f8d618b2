package org.gradcore.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first lines of a text look like: to choose a reader, or to say why there is none.
 *
 * @param format the format, or null for a text that no reader takes as it is
 * @param line the line that shows it, from 1; 0 when there is none
 * @param found what it looks like
 * @param expected what would be read, or how it would be
 */
record TextLook(DataFormat format, long line, String found, String expected) {
  private static final int LINES = 50;

  /** A repeated group costs stack for every repetition. */
  private static final int LONGEST_MATCH = 200;

  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";

  private static final Pattern WORD = Pattern.compile("[-+.\\w]*");
  private static final Pattern PAIR = Pattern.compile("-?\\d+:[-+.\\w]*");
  private static final Pattern QUERY_ID = Pattern.compile("qid:.*");

  /** LIBLINEAR reads blanks between the colon and the value. */
  private static final Pattern BLANK_AFTER_COLON = Pattern.compile("(?<=\\d:)[ \\t]+");

  private static final Pattern SEVERAL_LABELS = Pattern.compile(NUMBER + "(?:," + NUMBER + ")+");
  private static final Pattern WEIGHT = Pattern.compile("(cost|weight):.*");
  private static final Pattern NAMESPACE = Pattern.compile("\\|\\w*\\s.*");
  private static final Pattern ARFF = Pattern.compile("(?i)@(relation|attribute|data)\\b.*");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");
  private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=(.)\"?");
  private static final Pattern SEVERAL_VALUES =
      Pattern.compile("(?:%s|\\d+:\\S+)(?:[\\s;|]+(?:%s|\\d+:\\S+))+".formatted(NUMBER, NUMBER));

  private static final String ROW = "rows 'label index:value …' (LIBSVM) or values with commas";

  private record Line(long number, String text) {}

  /** Looks at the bytes that {@link Source#start} gives. */
  static TextLook of(byte[] start) {
    for (byte b : start) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
        return other(0, "binary data (byte " + b + ")", "LIBSVM, CSV or IDX");
      }
    }
    List<Line> lines = lines(start);
    for (Line line : lines) {
      TextLook look = ofLine(line);
      if (look != null) {
        return look;
      }
    }
    return separated(lines);
  }

  /** What shows that a text is not the CSV that its name says, but would be read; or null. */
  static TextLook notCsv(byte[] start) {
    List<Line> lines = lines(start);
    // Blanks stand in labels, too: '5,3 rooms'.
    return lines.isEmpty() ? null : decimalCommas(lines, "\t;|");
  }

  /** Why no reader takes the text. */
  DataFormatException refusal(String source) {
    return new DataFormatException(source, line, found, expected);
  }

  /**
   * Whether an unquoted text holds several numbers, or numbers and pairs, so that another delimiter
   * was meant.
   */
  static boolean isSeveralValues(String text) {
    return text.length() <= LONGEST_MATCH && SEVERAL_VALUES.matcher(text).matches();
  }

  /** Whether a text is a number with a decimal comma. */
  static boolean isDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text).matches();
  }

  /**
   * What stands before the first {@code index:value} of a LIBSVM row, if it is more or less than a
   * label; else null.
   *
   * @param text the row, or its start
   */
  static String notOneLabel(String text) {
    String[] words = words(text);
    if (words.length > 1
        && words[0].length() <= LONGEST_MATCH
        && SEVERAL_LABELS.matcher(words[0]).matches()
        && PAIR.matcher(words[1]).matches()) {
      return "several labels in one row";
    }
    if (PAIR.matcher(words[0]).matches()) {
      return words.length > 1 && PAIR.matcher(words[1]).matches()
          ? "a row without a label, or with a weight (label:weight)"
          : null;
    }
    boolean weighted =
        words.length > 2
            && PAIR.matcher(words[2]).matches()
            && words[0].matches(NUMBER)
            && (words[1].matches(NUMBER) || WEIGHT.matcher(words[1]).matches());
    return weighted ? "a row with a weight" : null;
  }

  /** The first three words of a row, and the rest. */
  private static String[] words(String row) {
    return BLANK_AFTER_COLON.matcher(row.strip()).replaceAll("").split("\\s+", 4);
  }

  private static boolean isVowpalWabbit(String text) {
    int bar = text.indexOf('|');
    if (bar < 0 || !NAMESPACE.matcher(text.substring(bar)).matches()) {
      return false;
    }
    String before = text.substring(0, bar);
    return !before.contains(",") && !before.contains(";") && text.indexOf(':', bar) > 0;
  }

  private static TextLook other(long line, String found, String expected) {
    return new TextLook(null, line, found, expected);
  }

  /** The lines that are neither blank nor comment; the last one only if it is whole. */
  private static List<Line> lines(byte[] start) {
    boolean cut = start.length == Source.SAMPLE;
    List<Line> lines = new ArrayList<>();
    String[] all = new String(start, StandardCharsets.UTF_8).split("\\R", -1);
    // A sample that ends in its first line shows that line.
    int end = cut && all.length > 1 ? all.length - 1 : all.length;
    for (int i = 0; i < end && lines.size() < LINES; i++) {
      String line = all[i].replaceFirst("(^|\\s)#.*", "").strip();
      if (!line.isEmpty()) {
        lines.add(new Line(i + 1, line));
      }
    }
    return lines;
  }

  /** What one line tells; null if it may be anything. */
  private static TextLook ofLine(Line line) {
    String text = line.text;
    if (ARFF.matcher(text).matches()) {
      return other(line.number, "ARFF", "what follows @data, as CSV");
    }
    if (text.startsWith("version https://git-lfs.github.com/")) {
      return other(line.number, "a Git LFS pointer", "the file that 'git lfs pull' brings");
    }
    if (text.startsWith("%%MatrixMarket")) {
      return other(line.number, "Matrix Market data", ROW);
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return other(line.number, "JSON", ROW);
    }
    Matcher separator = SEPARATOR_LINE.matcher(text);
    if (separator.matches()) {
      return other(
          line.number,
          DataFormatException.quote(text),
          "no such line; --skip-lines 1 " + delimiterOption(separator.group(1).charAt(0)));
    }
    String[] words = words(text);
    int pairs = words.length > 1 && QUERY_ID.matcher(words[1]).matches() ? 2 : 1;
    if (WORD.matcher(words[0]).matches()
        && words.length > pairs
        && PAIR.matcher(words[pairs]).matches()) {
      return new TextLook(DataFormat.LIBSVM, line.number, "LIBSVM", "LIBSVM");
    }
    String label = notOneLabel(text);
    if (label != null) {
      return other(line.number, label + ": " + DataFormatException.quote(text), ROW);
    }
    if (isVowpalWabbit(text)) {
      return other(line.number, "Vowpal Wabbit data: " + DataFormatException.quote(text), ROW);
    }
    return null;
  }

  /** The delimiter that splits every line into as many fields. */
  private static TextLook separated(List<Line> lines) {
    if (lines.isEmpty()) {
      return new TextLook(DataFormat.CSV, 0, "an empty text", "CSV");
    }
    Line first = lines.getFirst();
    TextLook commas = decimalCommas(lines, "\t;| ");
    if (commas != null) {
      return commas;
    }
    if (fieldsOfAll(lines, ',') > 1) {
      return new TextLook(DataFormat.CSV, first.number, "values separated by commas", "CSV");
    }
    for (char delimiter : new char[] {'\t', ';', '|', ' '}) {
      int fields = fieldsOfAll(lines, delimiter);
      if (fields > 1
          && !(delimiter == ' ' && lines.size() == 1 && fields(first.text, ',').size() > 1)) {
        return other(
            first.number,
            name(delimiter) + " values",
            "commas, or to be told the delimiter: " + delimiterOption(delimiter));
      }
    }
    boolean singles = lines.stream().skip(1).allMatch(l -> fields(l.text, ' ').size() == 1);
    if (singles || fields(first.text, ',').size() > 1) {
      return new TextLook(DataFormat.CSV, first.number, "text", "CSV");
    }
    return other(first.number, "text " + DataFormatException.quote(first.text), ROW);
  }

  /** Decimal commas in lines that one of these delimiters splits into as many fields; or null. */
  private static TextLook decimalCommas(List<Line> lines, String delimiters) {
    for (char delimiter : delimiters.toCharArray()) {
      if (fieldsOfAll(lines, delimiter) < 2) {
        continue;
      }
      for (Line line : lines) {
        for (String field : fields(line.text, delimiter)) {
          if (isDecimalComma(field)) {
            return other(
                line.number,
                name(delimiter) + " values with decimal commas, such as '" + field + "'",
                "decimal points");
          }
        }
      }
    }
    return null;
  }

  private static String name(char delimiter) {
    return switch (delimiter) {
      case '\t' -> "tab separated";
      case ' ' -> "blank separated";
      default -> "'" + delimiter + "' separated";
    };
  }

  private static String delimiterOption(char delimiter) {
    return delimiter == '\t' ? "--delimiter tab" : "--delimiter '" + delimiter + "'";
  }

  /** The number of fields of every line; 0 if they differ. */
  private static int fieldsOfAll(List<Line> lines, char delimiter) {
    int fields = fields(lines.getFirst().text, delimiter).size();
    for (Line line : lines) {
      if (fields(line.text, delimiter).size() != fields) {
        return 0;
      }
    }
    return fields;
  }

  /** The fields of a line, as CSV but without line feeds in quotes. */
  private static List<String> fields(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i == line.length() ? delimiter : line.charAt(i);
      if (c == '"' && i < line.length()) {
        quoted = !quoted;
      } else if (c == delimiter && (!quoted || i == line.length())) {
        if (delimiter != ' ' || i > start) { // a run of blanks is one
          fields.add(line.substring(start, i).strip());
        }
        start = i + 1;
      }
    }
    return fields;
  }
}
