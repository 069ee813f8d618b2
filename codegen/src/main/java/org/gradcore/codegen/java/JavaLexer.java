package org.gradcore.codegen.java;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcore.codegen.InputException;

/**
 * Splits a Java source into tokens. Put together, their texts are the source again. Operators come
 * as single characters, and Unicode escapes count as the characters that they are written with:
 * nothing here needs more.
 */
public final class JavaLexer {
  private static final Pattern NUMBER =
      Pattern.compile(
          // Hexadecimal floating point, hexadecimal, binary, decimal of all sorts.
          "0[xX](?:[\\p{XDigit}_]+\\.?[\\p{XDigit}_]*|\\.[\\p{XDigit}_]+)[pP][+-]?[\\d_]+[fFdD]?"
              + "|0[xX][\\p{XDigit}_]+[lL]?"
              + "|0[bB][01_]+[lL]?"
              + "|(?:\\d[\\d_]*(?:\\.[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?[fFdDlL]?");
  private static final Pattern HEXADECIMAL_INTEGER = Pattern.compile("0[xX][^pP]*");

  private final String file;
  private final String source;
  private int position;

  private JavaLexer(String file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Splits a source.
   *
   * @param file its name, for errors
   * @param source its text
   * @return its tokens, in order
   * @throws InputException if a comment, a string or a character has no end
   */
  public static List<Token> tokens(String file, String source) throws InputException {
    JavaLexer lexer = new JavaLexer(file, source);
    List<Token> tokens = new ArrayList<>();
    while (lexer.position < source.length()) {
      tokens.add(lexer.next());
    }
    return tokens;
  }

  private Token next() throws InputException {
    char c = source.charAt(position);
    if (Character.isWhitespace(c)) {
      return take(Token.Kind.SPACE, endOfRun(Character::isWhitespace));
    }
    if (Character.isJavaIdentifierStart(source.codePointAt(position))) {
      return take(Token.Kind.WORD, endOfRun(Character::isJavaIdentifierPart));
    }
    Matcher number = NUMBER.matcher(source).region(position, source.length());
    if (number.lookingAt()) {
      return take(kindOf(number.group()), number.end());
    }
    if (at("//")) {
      return take(Token.Kind.COMMENT, endOfLine());
    }
    if (at("/*")) {
      return take(Token.Kind.COMMENT, endOfBlockComment());
    }
    if (at("\"\"\"")) {
      return take(Token.Kind.TEXT_BLOCK, endOfQuoted("\"\"\"", "text block"));
    }
    if (c == '"') {
      return take(Token.Kind.STRING, endOfQuoted("\"", "string"));
    }
    if (c == '\'') {
      return take(Token.Kind.CHARACTER, endOfQuoted("'", "character"));
    }
    return take(Token.Kind.SYMBOL, position + 1);
  }

  private static Token.Kind kindOf(String number) {
    boolean suffixed = number.endsWith("f") || number.endsWith("F");
    return suffixed && !HEXADECIMAL_INTEGER.matcher(number).matches()
        ? Token.Kind.FLOAT_LITERAL
        : Token.Kind.NUMBER;
  }

  private boolean at(String text) {
    return source.startsWith(text, position);
  }

  private Token take(Token.Kind kind, int end) {
    Token token = new Token(kind, source.substring(position, end));
    position = end;
    return token;
  }

  private int endOfRun(IntPredicate belongs) {
    int end = position;
    while (end < source.length() && belongs.test(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    return end;
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private int endOfLine() {
    int end = position;
    while (end < source.length() && !endsLine(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfBlockComment() throws InputException {
    int end = source.indexOf("*/", position + 2);
    if (end < 0) {
      throw unended("comment");
    }
    return end + 2;
  }

  private int endOfQuoted(String quote, String what) throws InputException {
    boolean oneLine = quote.length() == 1;
    for (int i = position + quote.length(); i < source.length(); i++) {
      char c = source.charAt(i);
      if (oneLine && endsLine(c)) {
        break;
      }
      if (c == '\\') {
        i++;
      } else if (source.startsWith(quote, i)) {
        return i + quote.length();
      }
    }
    throw unended(what);
  }

  private InputException unended(String what) {
    int line = 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
    return new InputException(file, line, "a " + what + " without an end");
  }
}
