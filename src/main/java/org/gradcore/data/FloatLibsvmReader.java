package org.gradcore.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.gradcore.data.DataFormatException.quote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads LIBSVM / SVMlight text, {@code label [qid:n] index:value ... [# comment]}, into CSR.
 *
 * <p>Indices count from 1 and ascend strictly within a line; column j of the matrix is index j + 1.
 * Entries may be separated by any number of spaces and tabs, which may also stand before a value
 * ({@code 63: .50}); lines end with LF or CRLF, the last one perhaps with neither. Blank lines and
 * lines of comment only are skipped. A line of a label alone is a row without entries. An explicit
 * zero stays a stored entry. {@code qid:} after the label is checked and ignored. Labels and values
 * are decimal numbers, correctly rounded; NaN, infinity and numbers too large for the element type
 * are errors.
 *
 * <p>One pass over the bytes, in chunks; a line may have any length.
 */
public final class FloatLibsvmReader {
  private static final int CHUNK = 1 << 17;
  private static final int LONGEST_LOOK = 100;

  private final String source;
  private final int givenColumns;
  private final boolean labelsIgnored;
  private long line = 1;
  private int rows;
  private int entries;
  private int largestIndex;
  private int[] rowPointers = new int[1 << 10];
  private int[] columnIndices = new int[1 << 14];
  private float[] values = new float[1 << 14];
  private float[] labels = new float[1 << 10];

  /** The number that {@link #number} has read last. */
  private float parsed;

  private FloatLibsvmReader(String source, LibsvmOptions options) {
    this.source = source;
    this.givenColumns = options.columns();
    this.labelsIgnored = options.labelsIgnored();
  }

  /**
   * Reads a file with the default options.
   *
   * @param file the file
   * @return the data set
   * @throws DataFormatException if the content is not LIBSVM text
   * @throws IOException if the file cannot be read
   */
  public static FloatDataset read(Path file) throws IOException {
    return read(file, LibsvmOptions.DEFAULT);
  }

  /**
   * Reads a file, gzip-compressed or not.
   *
   * @param file the file
   * @param options how to read it
   * @return the data set
   * @throws DataFormatException if the content is not LIBSVM text, or has an index beyond the given
   *     number of columns
   * @throws IOException if the file cannot be read
   */
  public static FloatDataset read(Path file, LibsvmOptions options) throws IOException {
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
   * @throws DataFormatException if the content is not LIBSVM text, or has an index beyond the given
   *     number of columns
   * @throws IOException if the stream cannot be read
   */
  public static FloatDataset read(InputStream in, String source, LibsvmOptions options)
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
   * @throws DataFormatException if the content is not LIBSVM text, or has an index beyond the given
   *     number of columns
   * @throws HeapSizeException if the heap does not hold the data
   * @throws IOException if the input cannot be read
   */
  public static FloatDataset read(Source source, LibsvmOptions options) throws IOException {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(options, "options");
    FloatLibsvmReader reader = new FloatLibsvmReader(source.name(), options);
    try {
      reader.readAll(source.data());
      return reader.dataset();
    } catch (OutOfMemoryError e) {
      throw source.tooLarge(reader.size());
    }
  }

  private void readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[Math.min(CHUNK, Source.longestLine())];
    int length = 0;
    for (int count; (count = in.read(buffer, length, buffer.length - length)) >= 0; ) {
      int end = length + count;
      int lines = endOfLastLine(buffer, length, end);
      if (lines > 0) {
        parse(buffer, lines);
        System.arraycopy(buffer, lines, buffer, 0, end - lines);
      }
      length = end - lines;
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, Capacity.growLine(buffer.length, source, line));
      }
    }
    if (length > 0) {
      buffer[length] = '\n'; // there is room: a full buffer has been enlarged
      parse(buffer, length + 1);
    }
  }

  /** One past the last line feed in [from, to), or 0. Before {@code from} there is none. */
  private static int endOfLastLine(byte[] buffer, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Parses complete lines. Every scan stops at a line feed at the latest, the last byte. */
  private void parse(byte[] text, int end) throws DataFormatException {
    int p = 0;
    while (p < end) {
      p = skipBlanks(text, p);
      if (text[p] != '\n' && text[p] != '#') {
        p = labelsIgnored ? skipLabel(text, p) : label(text, p);
        p = skipBlanks(text, p);
        if (text[p] == 'q') {
          p = skipBlanks(text, skipQueryId(text, p));
        }
        p = entries(text, p);
        if (++rows + 1 >= rowPointers.length) {
          growRows();
        }
        rowPointers[rows] = entries;
      }
      while (text[p] != '\n') { // a comment
        p++;
      }
      p++;
      line++;
    }
  }

  private int label(byte[] text, int start) throws DataFormatException {
    int p = number(text, start);
    if (p < 0) {
      p = endOfToken(text, start);
      parsed = FloatNumbers.parse(text, start, p - start);
      if (!Float.isFinite(parsed)) {
        throw badLabel(text, start, p);
      }
    }
    labels[rows] = parsed;
    return p;
  }

  /** The end of the label; the start, if the row begins with {@code index:value}. */
  private static int skipLabel(byte[] text, int start) {
    int end = endOfToken(text, start);
    for (int i = start; i < end; i++) {
      if (text[i] == ':') {
        return start;
      }
    }
    return end;
  }

  /** Reads the entries of a row, up to the line feed or the comment. */
  private int entries(byte[] text, int start) throws DataFormatException {
    int p = start;
    int previous = 0;
    int limit = givenColumns > 0 ? givenColumns : Integer.MAX_VALUE;
    int n = entries;
    int[] columns = columnIndices;
    float[] stored = values;
    while (text[p] != '\n' && text[p] != '#') {
      int indexStart = p;
      int digit = text[p] - '0';
      long index = 0;
      while (digit >= 0 && digit <= 9) {
        index = index * 10 + digit;
        if (index > Integer.MAX_VALUE) {
          index = Integer.MAX_VALUE + 1L; // too large, however many digits follow
        }
        digit = text[++p] - '0';
      }
      if (text[p] != ':' || p == indexStart) {
        int tokenEnd = endOfToken(text, indexStart);
        throw error(token(text, indexStart, tokenEnd), "index:value");
      }
      if (index <= previous || index > limit) {
        throw badIndex(token(text, indexStart, p), index, previous);
      }
      p++;
      if (text[p] <= ' ') { // as LIBLINEAR does
        p = skipBlanks(text, p);
      }
      float value;
      int afterOne = text[p + (text[p] == '\n' ? 0 : 1)];
      digit = text[p] - '0';
      if (digit >= 0 && digit <= 9 && (afterOne == ' ' || afterOne == '\n')) {
        value = digit;
        p++;
      } else {
        int numberStart = p;
        p = number(text, numberStart);
        if (p < 0) {
          p = endOfToken(text, numberStart);
          parsed = FloatNumbers.parse(text, numberStart, p - numberStart);
          if (!Float.isFinite(parsed)) {
            String what = p == numberStart ? "nothing" : token(text, numberStart, p);
            throw notFinite(what + " as the value of index " + index);
          }
        }
        value = parsed;
      }
      if (n == columns.length) {
        growEntries();
        columns = columnIndices;
        stored = values;
      }
      columns[n] = (int) index - 1;
      stored[n] = value;
      n++;
      previous = (int) index;
      p = skipBlanks(text, p);
    }
    entries = n;
    largestIndex = Math.max(largestIndex, previous);
    return p;
  }

  /**
   * Reads a decimal number of at most 18 digits into {@link #parsed}.
   *
   * @return the end of the number, or -1 if it is not of that kind or is no number
   */
  private int number(byte[] text, int start) {
    int p = start;
    byte c = text[p];
    boolean negative = c == '-';
    if (negative || c == '+') {
      c = text[++p];
    }
    long significand = 0;
    int digitsStart = p;
    int digit = c - '0';
    while (digit >= 0 && digit <= 9) {
      significand = significand * 10 + digit;
      digit = text[++p] - '0';
    }
    int digits = p - digitsStart;
    int exponent = 0;
    if (text[p] == '.') {
      int fractionStart = ++p;
      digit = text[p] - '0';
      while (digit >= 0 && digit <= 9) {
        significand = significand * 10 + digit;
        digit = text[++p] - '0';
      }
      exponent = fractionStart - p;
      digits += p - fractionStart;
    }
    if (digits == 0 || digits > 18) {
      return -1;
    }
    if ((text[p] | 0x20) == 'e') {
      c = text[++p];
      boolean negativeExponent = c == '-';
      if (negativeExponent || c == '+') {
        p++;
      }
      int exponentStart = p;
      int written = 0;
      digit = text[p] - '0';
      while (digit >= 0 && digit <= 9) {
        written = written * 10 + digit;
        digit = text[++p] - '0';
      }
      if (p == exponentStart || p - exponentStart > 4) {
        return -1;
      }
      exponent += negativeExponent ? -written : written;
    }
    if (text[p] > ' ' && text[p] != '#') {
      return -1;
    }
    float magnitude = FloatNumbers.scaled(significand, exponent);
    if (!(magnitude <= Float.MAX_VALUE)) {
      return -1;
    }
    parsed = negative ? -magnitude : magnitude;
    return p;
  }

  private int skipQueryId(byte[] text, int start) throws DataFormatException {
    int end = endOfToken(text, start);
    int p = start + 4;
    boolean good =
        end > p && text[start + 1] == 'i' && text[start + 2] == 'd' && text[p - 1] == ':';
    for (; good && p < end; p++) {
      good = text[p] >= '0' && text[p] <= '9';
    }
    if (!good) {
      throw error(token(text, start, end), "index:value or qid:number");
    }
    return end;
  }

  private static int skipBlanks(byte[] text, int start) {
    int p = start;
    while (text[p] == ' ' || text[p] == '\t' || text[p] == '\r') {
      p++;
    }
    return p;
  }

  private static int endOfToken(byte[] text, int start) {
    int p = start;
    while (text[p] != ' '
        && text[p] != '\t'
        && text[p] != '\r'
        && text[p] != '\n'
        && text[p] != '#') {
      p++;
    }
    return p;
  }

  private void growRows() throws DataFormatException {
    int length = Capacity.grow(rowPointers.length, "rows", source, line);
    rowPointers = Arrays.copyOf(rowPointers, length);
    labels = Arrays.copyOf(labels, length);
  }

  private void growEntries() throws DataFormatException {
    int length = Capacity.grow(values.length, "entries", source, line);
    columnIndices = Arrays.copyOf(columnIndices, length);
    values = Arrays.copyOf(values, length);
  }

  /** The bytes of what was read. */
  private long size() {
    return (long) entries * (Integer.BYTES + Float.BYTES)
        + (long) rows * (Integer.BYTES + Float.BYTES);
  }

  private FloatDataset dataset() throws DataFormatException {
    if (rows == 0) {
      throw new DataFormatException(source, 0, "no rows", "at least one line 'label index:value'");
    }
    if (largestIndex == 0 && givenColumns == 0) {
      throw new DataFormatException(
          source, 0, "labels only", "at least one index:value, or a given number of columns");
    }
    FloatCsrMatrix matrix =
        FloatCsrMatrix.ofChecked(
            rows,
            givenColumns > 0 ? givenColumns : largestIndex,
            Arrays.copyOf(rowPointers, rows + 1),
            Arrays.copyOf(columnIndices, entries),
            Arrays.copyOf(values, entries));
    DataDescription description =
        new DataDescription(List.of(), "", List.of(), new LibsvmOptions(givenColumns));
    float[] targets = Arrays.copyOf(labels, labelsIgnored ? 0 : rows);
    return new FloatDataset(matrix, targets, description, List.of());
  }

  private DataFormatException badLabel(byte[] text, int start, int tokenEnd) {
    int end = tokenEnd;
    while (text[end] != '\n'
        && text[end] != '\r'
        && text[end] != '#'
        && end < start + LONGEST_LOOK) {
      end++;
    }
    String row = new String(text, start, end - start, UTF_8).strip();
    String look = TextLook.notOneLabel(row);
    return look == null
        ? notFinite("label " + token(text, start, tokenEnd))
        : error(look + ": " + quote(row), "label index:value …");
  }

  private DataFormatException badIndex(String token, long index, int previous) {
    if (index == 0) {
      return error("index 0", "an index of at least 1");
    }
    String written = index > Integer.MAX_VALUE ? token : Long.toString(index);
    if (index <= previous) {
      return error("index " + written + " after index " + previous, "ascending indices");
    }
    return givenColumns > 0
        ? error(
            "index " + written,
            "an index of at most " + givenColumns + " (the given number of columns)")
        : error("index " + written, "an index of at most " + Integer.MAX_VALUE);
  }

  /** For the number that {@link #parsed} holds: too large, or no number. */
  private DataFormatException notFinite(String found) {
    return error(found, Float.isNaN(parsed) ? "a finite number" : "a number in the range of float");
  }

  private DataFormatException error(String found, String expected) {
    return new DataFormatException(source, line, found, expected);
  }

  private static String token(byte[] text, int start, int end) {
    int length = Math.min(end - start, 200); // quote() cuts it
    return quote(new String(text, start, length, UTF_8));
  }
}
