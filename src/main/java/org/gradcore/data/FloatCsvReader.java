package org.gradcore.data;

import static org.gradcore.data.DataFormatException.clip;
import static org.gradcore.data.DataFormatException.quote;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradcore.data.CsvOptions.Header;
import org.gradcore.data.CsvOptions.Labels;
import org.gradcore.data.CsvOptions.Target;

/**
 * Reads CSV (RFC 4180, UTF-8) into a dense matrix.
 *
 * <p>Features are decimal numbers, correctly rounded, with spaces around them ignored; an empty
 * field, text, NaN, infinity and numbers too large for the element type are errors that name line
 * and column. Targets are numbers or text labels. Every record has the same number of fields; blank
 * lines are skipped. Columns count from 0 in the options and from 1 in messages.
 */
public final class FloatCsvReader {
  private final String source;

  /** The first bytes, for a look at them when they do not fit. */
  private final byte[] start;

  private final CsvOptions options;

  /** Number of columns with the target; 0 before the first record. */
  private int columns;

  private int target = -1;

  /** The columns, if they were found by name. */
  private CsvColumns found;

  private long firstLine;
  private List<String> names = List.of();
  private boolean textLabels;
  private final Map<String, Integer> classes = new HashMap<>();

  private int rows;
  private int count;
  private float[] values = new float[1 << 10];
  private float[] targets = new float[1 << 8];

  private FloatCsvReader(String source, byte[] start, CsvOptions options) {
    this.source = source;
    this.start = start;
    this.options = options;
    for (String name : options.classNames()) {
      classes.put(name, classes.size());
    }
  }

  /**
   * Reads a file with the default options.
   *
   * @param file the file
   * @return the data set
   * @throws DataFormatException if the content is not of the described form
   * @throws IOException if the file cannot be read
   */
  public static FloatDataset read(Path file) throws IOException {
    return read(file, CsvOptions.DEFAULT);
  }

  /**
   * Reads a file, gzip-compressed or not.
   *
   * @param file the file
   * @param options how to read it
   * @return the data set
   * @throws DataFormatException if the content is not of the described form or does not fit the
   *     options
   * @throws IOException if the file cannot be read
   */
  public static FloatDataset read(Path file, CsvOptions options) throws IOException {
    try (Source source = Source.open(file)) {
      return read(source, options);
    }
  }

  /**
   * Reads a stream to its end and leaves it open.
   *
   * @param in the stream
   * @param source what messages call the stream
   * @param options how to read it
   * @return the data set
   * @throws DataFormatException if the content is not of the described form or does not fit the
   *     options
   * @throws IOException if the stream cannot be read
   */
  public static FloatDataset read(InputStream in, String source, CsvOptions options)
      throws IOException {
    try (Source input = Source.of(in, source)) {
      return read(input, options);
    }
  }

  /**
   * Reads an input to its end and leaves it open.
   *
   * @param source the input
   * @param options how to read it
   * @return the data set
   * @throws DataFormatException if the content is not of the described form or does not fit the
   *     options
   * @throws HeapSizeException if the heap does not hold the data
   * @throws IOException if the input cannot be read
   */
  public static FloatDataset read(Source source, CsvOptions options) throws IOException {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(options, "options");
    FloatCsvReader reader = new FloatCsvReader(source.name(), source.start(), options);
    // The decoder of this constructor reports malformed bytes instead of replacing them.
    try {
      reader.readAll(new InputStreamReader(source.data(), StandardCharsets.UTF_8.newDecoder()));
      return reader.dataset();
    } catch (OutOfMemoryError e) {
      throw source.tooLarge(reader.size());
    }
  }

  private void readAll(Reader reader) throws IOException {
    Fields fields = new Fields();
    LastCharacter text = new LastCharacter(reader);
    CsvReader<Fields> csv =
        CsvReader.builder()
            .fieldSeparator(options.delimiter())
            .trimWhitespacesAroundQuotes(options.delimiter() != ' ' && options.delimiter() != '\t')
            .maxBufferSize(Source.longestLine())
            .allowExtraFields(true) // counted here, where the message can say more
            .allowMissingFields(true)
            .build(fields, text);
    try {
      skipLines(csv);
      try (CloseableIterator<Fields> iterator = csv.iterator()) {
        while (iterator.hasNext()) {
          iterator.next();
        }
      }
    } catch (UncheckedIOException | CsvParseException e) {
      throw unwrapped(e, fields.line);
    }
    // FastCSV takes an unclosed quote for a field up to the end of the file.
    if (fields.lastQuoted && text.last != '"') {
      throw new DataFormatException(
          source, fields.lastLine, "a quoted field without an end", "a closing quote");
    }
  }

  private void skipLines(CsvReader<Fields> csv) throws DataFormatException {
    try {
      if (options.skipLines() > 0) {
        csv.skipLines(options.skipLines());
      }
    } catch (CsvParseException e) {
      if (isBufferFull(e)) {
        throw Capacity.tooLong(source, 0);
      }
      throw new DataFormatException(
          source, 0, "fewer lines than the " + options.skipLines() + " to skip", "more lines");
    }
  }

  /** Whether FastCSV met a field that its buffer does not hold, for which it has no type. */
  private static boolean isBufferFull(Throwable e) {
    return String.valueOf(e.getMessage()).contains("maximum buffer size");
  }

  private IOException unwrapped(RuntimeException e, long line) {
    Throwable last = e;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof DataFormatException known) {
        return known;
      }
      if (t instanceof CharacterCodingException) {
        return new DataFormatException(
            source, 0, "bytes that are not UTF-8 (after line " + line + ")", "UTF-8 text");
      }
      if (t instanceof IOException io) {
        return io;
      }
      if (t instanceof OutOfMemoryError error) {
        throw error; // which FastCSV wraps like any other
      }
      last = t;
    }
    if (isBufferFull(last)) {
      return Capacity.tooLong(source, line);
    }
    DataFormatException malformed =
        new DataFormatException(
            source, line, "a malformed record (" + last.getMessage() + ")", "CSV");
    return columns == 0 ? unlikeCsv(malformed) : malformed;
  }

  /** Takes the first record: fixes the columns and the target, and sees whether it is a header. */
  private void first(Fields record) throws DataFormatException {
    firstLine = record.line;
    columns = record.count;
    if (!options.like().featureNames().isEmpty() && isHeader(record)) {
      names = record.texts();
      if (columns == 1 && !options.like().missing(DataDescription.named(names, "")).isEmpty()) {
        throw unlikeCsv(
            new DataFormatException(
                source,
                firstLine,
                "1 column " + quote(names.getFirst()),
                Names.list(options.like().featureNames())));
      }
      found = CsvColumns.find(names, options, source, firstLine);
      target = found.target();
      return;
    }
    boolean hasTarget = hasTarget();
    if (hasTarget && options.targetName() == null) {
      int index = options.targetIndex();
      target = index < 0 ? index + columns : index;
      if (target < 0 || target >= columns) {
        throw new DataFormatException(
            source, firstLine, columns + " columns", "the target at column index " + index);
      }
    }
    boolean named = hasTarget && options.targetName() != null; // the name must stand somewhere
    boolean header =
        switch (options.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> named || CsvHeader.isHeader(record.texts(), target, source, firstLine);
        };
    if (!header) {
      data(record);
      return;
    }
    names = record.texts();
    if (named) {
      target = names.indexOf(options.targetName());
      if (target < 0 || target != names.lastIndexOf(options.targetName())) {
        throw new DataFormatException(
            source,
            firstLine,
            "columns " + Names.list(names),
            "one column " + quote(options.targetName()));
      }
    }
  }

  /** Whether a record, of which no column is known yet, names columns. */
  private boolean isHeader(Fields record) throws DataFormatException {
    List<String> texts = record.texts();
    List<String> known = options.like().featureNames();
    int index = options.targetIndex();
    return switch (options.header()) {
      case YES -> true;
      case NO -> false;
      case AUTO ->
          options.targetName() != null
              || texts.containsAll(known)
              || columns == 1 && known.contains(texts.getFirst())
              || CsvHeader.isHeader(texts, index < 0 ? index + columns : index, source, firstLine);
    };
  }

  /** Whether one of the columns is the target. */
  private boolean hasTarget() throws DataFormatException {
    int features = options.features();
    switch (options.target()) {
      case NONE -> {
        return false;
      }
      case IGNORED -> {
        if (columns == features || columns == features + 1L) {
          return columns > features;
        }
        throw unlikeCsv(
            new DataFormatException(
                source,
                firstLine,
                columns + (columns == 1 ? " column" : " columns"),
                features + " features, with the target or without"));
      }
      default -> {
        if (columns < 2) {
          throw unlikeCsv(
              new DataFormatException(
                  source,
                  firstLine,
                  "1 column",
                  "features and a target, separated by " + quote("" + options.delimiter())));
        }
        return true;
      }
    }
  }

  /** For a record that does not fit: if the whole looks like anything but CSV, says so. */
  private DataFormatException unlikeCsv(DataFormatException otherwise) {
    TextLook look = TextLook.of(start);
    if (options.delimiter() != ',' || look.format() == DataFormat.CSV) {
      return otherwise;
    }
    if (look.format() != null) {
      return new DataFormatException(
          source, look.line(), look.found(), "CSV; --format says which it is");
    }
    return options.skipLines() > 0 ? otherwise : look.refusal(source);
  }

  private void data(Fields record) throws DataFormatException {
    if (record.count != columns) {
      throw new DataFormatException(
          source,
          record.line,
          record.count + (record.count == 1 ? " field" : " fields"),
          columns + " as in line " + firstLine);
    }
    int start = count;
    for (int i = 0; i < columns; i++) {
      int place = found == null ? count - start : found.places()[i];
      if (i == target) {
        if (options.target() == Target.READ) {
          if (rows == targets.length) {
            targets = Arrays.copyOf(targets, Capacity.grow(rows, "rows", source, record.line));
          }
          targets[rows] = target(record);
        }
      } else if (place >= 0) {
        float value = record.number(i);
        if (!Float.isFinite(value)) {
          throw unfit(record, i, expected(record, i, value));
        }
        while (start + place >= values.length) {
          values =
              Arrays.copyOf(values, Capacity.grow(values.length, "values", source, record.line));
        }
        values[start + place] = value;
        count++;
      }
    }
    if (rows == Capacity.MAX) {
      throw Capacity.tooMany("rows", source, record.line);
    }
    rows++;
  }

  private float target(Fields record) throws DataFormatException {
    float value = record.number(target);
    if (rows == 0) {
      textLabels =
          options.labels() == Labels.TEXT
              || !options.classNames().isEmpty()
              || options.labels() == Labels.AUTO && Float.isNaN(value);
    }
    if (record.length(target) == 0) {
      throw unfit(record, target, "a target");
    }
    if (!textLabels) {
      if (!Float.isFinite(value)) {
        throw unfit(record, target, expected(record, target, value));
      }
      return value;
    }
    String label = record.text(target);
    Integer known = classes.get(label);
    if (known != null) {
      return known;
    }
    if (!options.classNames().isEmpty()) {
      throw unfit(record, target, "one of " + Names.list(options.classNames()));
    }
    if (options.labels() == Labels.AUTO && !Float.isNaN(value)) {
      throw unfit(
          record,
          target,
          "a text label like " + quote(classes.keySet().iterator().next()) + " in an earlier line");
    }
    boolean mayBeSeveral = !record.quoted[target] && options.labels() == Labels.AUTO;
    if (mayBeSeveral && TextLook.isSeveralValues(label)) {
      throw unlikeCsv(
          unfit(record, target, "one label, in quotes if it is one, or another --delimiter"));
    }
    classes.put(label, classes.size());
    return classes.size() - 1;
  }

  private String expected(Fields record, int column, float value) {
    if (!Float.isNaN(value)) {
      return "a number in the range of float";
    }
    if (TextLook.isDecimalComma(record.text(column))) {
      return "a number with a decimal point";
    }
    boolean first = column != target && record.line == firstLine && options.header() == Header.AUTO;
    return "a finite number" + (first ? " (or a header: --header yes)" : "");
  }

  private DataFormatException unfit(Fields record, int column, String expected) {
    String place =
        "column " + (column + 1) + (names.isEmpty() ? "" : " (" + clip(names.get(column)) + ")");
    String found = record.length(column) == 0 ? "an empty field" : quote(record.text(column));
    return new DataFormatException(source, record.line, place, found, expected);
  }

  /** The bytes of what was read. */
  private long size() {
    return ((long) count + rows) * Float.BYTES;
  }

  private FloatDataset dataset() throws DataFormatException {
    if (rows == 0) {
      throw new DataFormatException(
          source, 0, columns == 0 ? "no records" : "a header only", "at least one record of data");
    }
    List<String> featureNames = new ArrayList<>(names);
    String targetName = "";
    if (target >= 0 && !names.isEmpty()) {
      targetName = featureNames.remove(target);
    }
    int features = target >= 0 ? columns - 1 : columns;
    if (found != null) {
      featureNames = options.like().featureNames();
      features = found.features();
    }
    boolean hasTargets = target >= 0 && options.target() == Target.READ;
    float[] labels = hasTargets ? Arrays.copyOf(targets, rows) : new float[0];
    List<String> classNames = options.classNames();
    if (textLabels && classNames.isEmpty()) {
      classNames = classes.keySet().stream().sorted().toList();
      float[] sorted = new float[classNames.size()];
      for (int i = 0; i < sorted.length; i++) {
        sorted[classes.get(classNames.get(i))] = i;
      }
      for (int i = 0; i < rows; i++) {
        labels[i] = sorted[(int) labels[i]];
      }
    }
    FloatDenseMatrix matrix = FloatDenseMatrix.of(Arrays.copyOf(values, count), 0, rows, features);
    DataDescription description =
        new DataDescription(
            featureNames,
            targetName,
            List.of(),
            reading(),
            found == null ? List.of() : found.ignored());
    return new FloatDataset(matrix, labels, description, classNames);
  }

  /** How the next file of this kind is to be read: the names of columns are known otherwise. */
  private CsvOptions reading() {
    CsvOptions reading = options.withClassNames(List.of()).withLike(DataDescription.NONE);
    boolean byName = options.targetName() != null && target >= 0;
    return byName && options.target() == Target.READ ? reading.withTarget(target) : reading;
  }

  /** Remembers the last character that is not blank. */
  private static final class LastCharacter extends FilterReader {
    private char last;

    LastCharacter(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] text, int offset, int length) throws IOException {
      int read = in.read(text, offset, length);
      for (int i = read - 1; i >= 0; i--) {
        if (text[offset + i] > ' ') {
          last = text[offset + i];
          break;
        }
      }
      return read;
    }
  }

  /** Collects the fields of one record as FastCSV finds them, without a String for each. */
  private final class Fields extends AbstractBaseCsvCallbackHandler<Fields> {
    private final int longest = Source.longestLine();
    private long line;
    private int count;
    private int length;
    private boolean lastQuoted;
    private long lastLine;
    private char[] text = new char[1 << 8];
    private int[] ends = new int[1 << 5];
    private boolean[] quoted = new boolean[1 << 5];

    @Override
    protected void handleBegin(long startingLineNumber) {
      line = startingLineNumber;
      count = 0;
      length = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int size, boolean quoted) {
      lastQuoted = quoted;
      lastLine = line;
      int from = offset;
      int to = offset + size;
      while (from < to && buffer[from] <= ' ') {
        from++;
      }
      while (from < to && buffer[to - 1] <= ' ') {
        to--;
      }
      if (from == to && !quoted && options.delimiter() == ' ') {
        return; // between two spaces of a run
      }
      try {
        if (to - from > longest - length - count) {
          throw Capacity.tooLong(source, line);
        }
        while (to - from > text.length - length) {
          text = Arrays.copyOf(text, Capacity.grow(text.length, "characters", source, line));
        }
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, Capacity.grow(count, "fields in a record", source, line));
          this.quoted = Arrays.copyOf(this.quoted, ends.length);
        }
      } catch (DataFormatException e) {
        throw new UncheckedIOException(e);
      }
      System.arraycopy(buffer, from, text, length, to - from);
      length += to - from;
      this.quoted[count] = quoted;
      ends[count++] = length;
    }

    @Override
    protected Fields buildRecord() {
      boolean blank = count == 0 || count == 1 && length == 0;
      if (!blank) {
        try {
          if (columns == 0) {
            first(this);
          } else {
            data(this);
          }
        } catch (DataFormatException e) {
          throw new UncheckedIOException(e);
        }
      }
      return this;
    }

    private int start(int field) {
      return field == 0 ? 0 : ends[field - 1];
    }

    private int length(int field) {
      return ends[field] - start(field);
    }

    private String text(int field) {
      return new String(text, start(field), length(field));
    }

    private List<String> texts() {
      List<String> texts = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        texts.add(text(i));
      }
      return texts;
    }

    private float number(int field) {
      return FloatNumbers.parse(text, start(field), length(field));
    }
  }
}
