package org.gradcore.cli;

/** A field of CSV (RFC 4180). */
final class CsvField {
  private CsvField() {}

  /** The text, in quotes if it holds a quote, a line end, or what may be a delimiter. */
  static String of(String text) {
    boolean plain = text.chars().noneMatch(c -> "\"\r\n,;\t|".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
