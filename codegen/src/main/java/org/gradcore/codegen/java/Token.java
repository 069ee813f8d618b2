package org.gradcore.codegen.java;

/**
 * A piece of a Java source.
 *
 * @param kind what it is
 * @param text its characters, as they stand in the source
 */
public record Token(Kind kind, String text) {
  /** What a token is. */
  public enum Kind {
    /** An identifier or a keyword. */
    WORD,
    /** A literal of type float: it ends with f or F. */
    FLOAT_LITERAL,
    /** Any other number. */
    NUMBER,
    /** A character with its quotes. */
    CHARACTER,
    /** A string with its quotes. */
    STRING,
    /** A text block with its quotes. */
    TEXT_BLOCK,
    /** A comment of any sort, with its marks; without the end of the line. */
    COMMENT,
    /** White space. */
    SPACE,
    /** One character of an operator or separator. */
    SYMBOL
  }
}
