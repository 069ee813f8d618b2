package org.gradcore.codegen.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gradcore.codegen.InputException;
import org.gradcore.codegen.Repository;
import org.gradcore.codegen.Seeds;
import org.gradcore.codegen.java.Token.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaLexerTest {
  private static List<Token> tokens(String source) throws InputException {
    return JavaLexer.tokens("A.java", source);
  }

  private static String text(List<Token> tokens) {
    return tokens.stream().map(Token::text).collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1f",
        "1F",
        "0f",
        "1.f",
        ".5f",
        "1.5f",
        "1e10f",
        "1e-10F",
        "1_000f",
        "1.5e+3f",
        "0x1p-53f",
        "0x1.8p23f",
        "0X.8P+1F",
        "0x1_0.8p2_0f",
        "010f"
      })
  void floatLiterals(String literal) throws InputException {
    assertEquals(List.of(new Token(Kind.FLOAT_LITERAL, literal)), tokens(literal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1L",
        "0x1f",
        "0xF",
        "0x7fffffff",
        "0xfFL",
        "0b101",
        "1_000",
        "1.",
        ".5",
        "1e3",
        "1d",
        "1.5D",
        "0x1p3",
        "0x1p3d",
        "017"
      })
  void otherNumbers(String number) throws InputException {
    assertEquals(List.of(new Token(Kind.NUMBER, number)), tokens(number));
  }

  @Test
  void quotesOfOneSortInsideAnother() throws InputException {
    String source = "c='\"';s=\"'//\\\"/*\";d='\\'';b=\"\"\"\n \"x\" \\\"\"\" /* y\"\"\";// \"";
    assertEquals(
        List.of("'\"'", "\"'//\\\"/*\"", "'\\''", "\"\"\"\n \"x\" \\\"\"\" /* y\"\"\"", "// \""),
        tokens(source).stream()
            .filter(t -> t.kind() != Kind.WORD && t.kind() != Kind.SYMBOL)
            .map(Token::text)
            .toList());
  }

  @Test
  void commentsEndWhereTheyEnd() throws InputException {
    assertEquals(
        List.of(
            new Token(Kind.COMMENT, "/**/"),
            new Token(Kind.SYMBOL, "/"),
            new Token(Kind.SPACE, " "),
            new Token(Kind.COMMENT, "/*/ * \"\n*/"),
            new Token(Kind.COMMENT, "// 1f */"),
            new Token(Kind.SPACE, "\r\n"),
            new Token(Kind.WORD, "a$_1é")),
        tokens("/**// /*/ * \"\n*/// 1f */\r\na$_1é"));
  }

  @Test
  void aNumberBesideANameAndADot() throws InputException {
    assertEquals(
        List.of("x1f", "-", "1f", ")", ".", "y", "[", "0x1f", "]"),
        tokens("x1f-1f).y[0x1f]").stream().map(Token::text).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/* x | comment",
        "/*/ | comment",
        "\"abc | string",
        "\"abc\\\" | string",
        "'x | character",
        "\"\"\"abc\" | text block",
        "\" | string"
      })
  void whatHasNoEndIsNamedWithItsLine(String source, String what) {
    for (String before : List.of("", "a;\n\n  ", "/*\n*/\r\n")) {
      InputException e =
          assertThrows(InputException.class, () -> tokens(before + source + "\n"), source);
      long line = 1 + before.chars().filter(c -> c == '\n').count();
      assertEquals("A.java:" + line + ": a " + what + " without an end", e.getMessage());
    }
  }

  static LongStream seeds() {
    return Seeds.of(300);
  }

  /** Tokens of every kind, in any order that keeps them apart, are found again. */
  @ParameterizedTest
  @MethodSource("seeds")
  void generatedTokensAreFoundAgain(long seed) throws InputException {
    SplittableRandom random = Seeds.random(seed);
    List<Token> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      expected.add(generate(random));
      expected.add(new Token(Kind.SPACE, pick(random, " ", "\n", "\t", "\r\n", "  \n ")));
      if (expected.get(2 * i).text().startsWith("//")) {
        expected.set(2 * i + 1, new Token(Kind.SPACE, "\n"));
      }
    }
    assertEquals(expected, tokens(text(expected)), Seeds.rerun(seed));
  }

  private static String pick(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String any(SplittableRandom random, String... of) {
    return IntStream.range(0, random.nextInt(8))
        .mapToObj(i -> pick(random, of))
        .collect(Collectors.joining());
  }

  private static Token generate(SplittableRandom random) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length)];
    String text =
        switch (kind) {
          case WORD, SPACE ->
              pick(random, "f", "e", "x", "_", "$") + any(random, "f", "1", "F", "_", "e", "é");
          case FLOAT_LITERAL ->
              pick(
                      random, "0", "12", "1_0", "3.", ".7", "1.5", "2e3", "2.5e-3", "0x1p-3",
                      "0xA.fp1")
                  + pick(random, "f", "F");
          case NUMBER -> pick(random, "0", "12L", "0xff", "0x1fL", "0b11", "1.5", "1e3d", "0x1p2");
          case CHARACTER -> pick(random, "'x'", "'\"'", "'\\''", "'\\\\'", "'\\u0041'", "'/'");
          case STRING ->
              '"' + any(random, "a", "'", "\\\"", "\\\\", "//", "/*", "*/", "1f", "\\n", " ") + '"';
          case TEXT_BLOCK ->
              "\"\"\"\n"
                  + any(random, "a", "'", "\" ", "\"\" ", "\\\"\"\" ", "\\\\", "//", "\n", "/*")
                  + "\n\"\"\"";
          case COMMENT -> {
            String body = any(random, "a", "'", "\"", "\"\"\"", "\\", "//", "1f", "/* ", " ");
            yield random.nextBoolean() ? "/*" + body + "\n*/" : "// " + body;
          }
          case SYMBOL -> pick(random, "+", "-", "*", "(", ")", "{", ";", "@", ",", "?", "<", "=");
        };
    return new Token(kind == Kind.SPACE ? Kind.WORD : kind, text);
  }

  @Test
  void noSourceOfThisRepositoryLosesACharacter() throws Exception {
    List<Path> sources = Repository.javaSources();
    assertTrue(sources.size() > 200, "only " + sources.size() + " sources found");
    for (Path source : sources) {
      String text = Files.readString(source);
      assertEquals(text, text(JavaLexer.tokens(source.toString(), text)), source.toString());
    }
  }
}
