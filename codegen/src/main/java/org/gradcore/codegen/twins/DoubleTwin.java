package org.gradcore.codegen.twins;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcore.codegen.InputException;
import org.gradcore.codegen.java.JavaLexer;
import org.gradcore.codegen.java.Token;

/**
 * The double twin of a float source, token by token.
 *
 * <ul>
 *   <li><b>Words</b> (identifiers and keywords): {@code float} becomes {@code double}, {@code
 *       Float} {@code Double} and {@code FLOAT} {@code DOUBLE} where it is a word, alone or inside
 *       a name, also in the plural: {@code floatState}, {@code VectorFloatMath}, {@code
 *       gradcore_sum_float}, {@code asFloats}. What only contains the letters stays ({@code
 *       floating}), and so does what names another type ({@code Float16}, {@code BFloat}). Methods
 *       that have the width of a number in their names get their counterparts ({@code
 *       floatToIntBits}, {@code doubleToLongBits}).
 *   <li><b>Float literals</b> lose their suffix, and stay floating point: {@code 1f} becomes {@code
 *       1.0}, {@code 0x1p-53f} {@code 0x1p-53}. Other numbers stay.
 *   <li><b>Strings and text blocks</b> name the element type in messages, reports and names of
 *       classes: their words change as words of the code do, their numbers never ({@code %.6f} is a
 *       format). Escapes are left alone. Characters stay.
 *   <li><b>Comments</b> describe the twin's code: words and float literals change as in the code.
 * </ul>
 */
final class DoubleTwin {
  /** Names that are not made by putting one word for another. */
  private static final Map<String, String> COUNTERPARTS =
      Map.of(
          "floatToRawIntBits", "doubleToRawLongBits",
          "floatToIntBits", "doubleToLongBits",
          "intBitsToFloat", "longBitsToDouble");

  private static final Pattern FLOAT_IN_NAME =
      Pattern.compile(
          "(?<![A-Za-z])float(?=s?(?![a-z0-9]))"
              + "|(?<![A-Z])Float(?=s?(?![a-z0-9]))"
              + "|(?<![A-Za-z])FLOAT(?=S?(?![A-Za-z0-9]))");

  private static final String WORD = "(?<word>[\\p{Alpha}_$][\\w$]*)";

  /**
   * An escape or a conversion of a format, which are no part of the word behind them; or a word.
   */
  private static final Pattern IN_STRING =
      Pattern.compile("\\\\.|%[A-Za-z]|" + WORD, Pattern.DOTALL);

  /** A float literal by itself, or a word. */
  private static final Pattern IN_COMMENT =
      Pattern.compile(
          "(?<literal>(?<![\\w.])"
              + "(?:0[xX]\\p{XDigit}+\\.?\\p{XDigit}*[pP][+-]?\\d+|\\d+\\.?\\d*(?:[eE][+-]?\\d+)?)"
              + "[fF](?!\\w))|"
              + WORD);

  private DoubleTwin() {}

  /**
   * Writes the twin.
   *
   * @param file name of the float source, for errors
   * @param source its text
   * @return the text of its twin
   * @throws InputException if the source cannot be split into tokens
   */
  static String of(String file, String source) throws InputException {
    StringBuilder twin = new StringBuilder(source.length() + source.length() / 8);
    for (Token token : JavaLexer.tokens(file, source)) {
      twin.append(of(token));
    }
    return twin.toString();
  }

  private static String of(Token token) {
    return switch (token.kind()) {
      case WORD -> name(token.text());
      case FLOAT_LITERAL -> literal(token.text());
      case STRING, TEXT_BLOCK -> inString(token.text());
      case COMMENT -> inComment(token.text());
      case NUMBER, CHARACTER, SPACE, SYMBOL -> token.text();
    };
  }

  /** The twin's name of what has this name in the float source. */
  static String name(String name) {
    String counterpart = COUNTERPARTS.get(name);
    return counterpart != null
        ? counterpart
        : FLOAT_IN_NAME
            .matcher(name)
            .replaceAll(
                found ->
                    switch (found.group()) {
                      case "float" -> "double";
                      case "Float" -> "Double";
                      default -> "DOUBLE";
                    });
  }

  private static String literal(String literal) {
    String number = literal.substring(0, literal.length() - 1);
    boolean integral = number.chars().allMatch(c -> c == '_' || Character.isDigit(c));
    return integral ? number + ".0" : number;
  }

  private static String inString(String text) {
    return IN_STRING
        .matcher(text)
        .replaceAll(
            part -> {
              String word = part.group("word");
              return Matcher.quoteReplacement(word != null ? name(word) : part.group());
            });
  }

  private static String inComment(String text) {
    return IN_COMMENT
        .matcher(text)
        .replaceAll(
            part -> {
              String word = part.group("word");
              return Matcher.quoteReplacement(word != null ? name(word) : literal(part.group()));
            });
  }
}
