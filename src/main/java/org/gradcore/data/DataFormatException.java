package org.gradcore.data;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import java.util.Objects;

/**
 * Data that a reader does not accept. The message is one line, such as {@code a.libsvm:17: found
 * index 0, expected an index of at least 1}.
 */
public final class DataFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int LONGEST_QUOTE = 40;

  /** The file. */
  private final String source;

  /** The line, or 0. */
  private final long line;

  /** What stands there. */
  private final String found;

  /** What would be accepted. */
  private final String expected;

  /**
   * For data refused as a whole or by line.
   *
   * @param source the file, or the name given for a stream
   * @param line the line, from 1; 0 when there is none (binary or compressed data, or the whole
   *     file)
   * @param found what stands there
   * @param expected what would be accepted
   */
  public DataFormatException(String source, long line, String found, String expected) {
    this(source, line, "", found, expected);
  }

  /**
   * For data refused at a place within a line.
   *
   * @param source the file, or the name given for a stream
   * @param line the line, from 1; 0 when there is none
   * @param place the place in the line, such as {@code column 3 (age)}; empty when there is none
   * @param found what stands there
   * @param expected what would be accepted
   */
  public DataFormatException(
      String source, long line, String place, String found, String expected) {
    super(
        source
            + (line > 0 ? ":" + line : "")
            + ": "
            + (place.isEmpty() ? "" : place + ": ")
            + "found "
            + found
            + ", expected "
            + expected);
    this.source = Objects.requireNonNull(source, "source");
    this.line = line;
    this.found = found;
    this.expected = expected;
  }

  /** {@return the file, or the name given for the stream} */
  public String source() {
    return source;
  }

  /** {@return the line, from 1; 0 when there is none} */
  public long line() {
    return line;
  }

  /** {@return what stands there} */
  public String found() {
    return found;
  }

  /** {@return what would be accepted} */
  public String expected() {
    return expected;
  }

  /** The text in single quotes, cut and escaped so that it fits a one-line message. */
  static String quote(CharSequence text) {
    return "'" + clip(text) + "'";
  }

  /** The text, cut and escaped so that it fits a one-line message. */
  static String clip(CharSequence text) {
    StringBuilder clipped = new StringBuilder();
    int length = Math.min(text.length(), LONGEST_QUOTE);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> clipped.append("\\n");
        case '\r' -> clipped.append("\\r");
        case '\t' -> clipped.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            clipped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            clipped.append(c);
          }
        }
      }
    }
    return clipped.append(text.length() > LONGEST_QUOTE ? "…" : "").toString();
  }
}
