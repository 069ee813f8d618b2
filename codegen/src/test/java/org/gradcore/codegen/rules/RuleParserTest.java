package org.gradcore.codegen.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.gradcore.codegen.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleParserTest {
  /** A rule with this scalar body, a line each, from line 7 on. */
  private static String rule(String body) {
    return """
        package org.gradcore.kernel.rule;

        /** An example. */
        @Step
        final class FloatExample {
          void step(@Param float w, @Gradient float g) {
            BODY
          }

          void step(FloatVector w, FloatVector g) {
            w = w.sub(g);
          }
        }
        """
        .replace("BODY", body);
  }

  private static Rule read(String source) throws Exception {
    Rule rule = RuleParser.read("FloatExample.java", source);
    StepWriter.check(rule);
    return rule;
  }

  private static String error(String source) {
    return assertThrows(InputException.class, () -> read(source)).getMessage();
  }

  @Test
  void aRuleIsRead() throws Exception {
    Rule rule =
        read(
            """
            import static a.b.C.D;

            import e.f.G;

            /** Two <b>lines</b>
             * of text. */
            @Step
            final class FloatFooBar {
              /** Fast
               *  or not. */
              boolean fast;
              /** A number. */
              @Scalar(steady = 1e-6, most = 3) float x;

              void step(@Param float w, @Gradient float g, @State(when = "fast") float s) {
                // A comment.
                w = "}".isEmpty() ? w : x;
              }

              void step(FloatVector w, FloatVector g, FloatVector s) {}
            }
            """);
    assertEquals("FooBar", rule.name());
    assertEquals("FOO_BAR", rule.constant());
    assertEquals("Step", rule.shape());
    assertEquals(List.of("import static a.b.C.D;", "import e.f.G;"), rule.imports());
    assertEquals("fast", rule.flags().get(0).name());
    assertEquals("Fast or not.", rule.flags().get(0).doc());
    assertEquals("1e-6", rule.scalars().get(0).notes().get("steady", "none"));
    assertEquals("none", rule.scalars().get(0).notes().get("least", "none"));
    Rule.Body body = rule.body("step", false);
    assertEquals("fast", body.parameters().get(2).notes().string("when"));
    assertEquals("// A comment.\nw = \"}\".isEmpty() ? w : x;", body.text());
    assertEquals(15, body.line());
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("for (int k = 0; k < 2; k++) w++;", "a rule has no loops"),
        Arguments.of("while (w > 0) w--;", "a rule has no loops"),
        Arguments.of("do w--; while (w > 0);", "a rule has no loops"),
        Arguments.of("for (float x : xs) w++;", "a rule has no loops"),
        Arguments.of("f(x -> w);", "a lambda boxes"),
        Arguments.of("w = new Float(1);", "allocates nothing"),
        Arguments.of("if (w > 0) { return; } w = 1;", "returns at its end only"),
        Arguments.of("float count = 1; w = count;", "the name count for itself"),
        Arguments.of("float wAt = 1; w = wAt;", "the name wAt for itself"),
        Arguments.of("w = VectorFloatMath.exp(w).add(VectorFloatMath.log1p(g));", "exp and log1p"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void whatCannotBeFastIsAnErrorThatSaysWhy(String body, String why) {
    String message = error(rule(body));
    assertTrue(message.startsWith("FloatExample.java:7: "), message);
    assertTrue(message.contains(why), message);
  }

  @Test
  void oneElementaryFunctionIsFine() throws Exception {
    read(rule("w = VectorFloatMath.exp(w);"));
  }

  static Stream<Arguments> badRules() {
    String good = rule("w = w - g;");
    return Stream.of(
        Arguments.of(good.replace("@Step\n", ""), "4: a rule has one annotation"),
        Arguments.of(good.replace("@Step", "@Step @Other"), "a rule has one annotation"),
        Arguments.of(good.replace("class FloatExample", "class Example"), "begins with Float"),
        Arguments.of(good.replace("/** An example. */", ""), "Javadoc is missing"),
        Arguments.of(good.replace("w - g;", "w - g"), ":7: ';' expected"),
        Arguments.of(good.replace("FloatVector g", "float[] g"), "elements are float"),
        Arguments.of(
            good.replace("(FloatVector w, FloatVector g)", "(FloatVector w)"), "parameters"),
        Arguments.of(
            good.replace("(FloatVector w, FloatVector g)", "(FloatVector w, FloatVector h)"),
            "parameters"),
        Arguments.of(good.replace("void step(FloatVector", "void other(FloatVector"), "beside it"),
        Arguments.of(good.replace("step(", "other("), "the method void step"),
        Arguments.of(good.replace("@Gradient ", ""), "g must be a @Gradient"),
        Arguments.of(good.replace("@Gradient ", "@State "), "g must be a @Gradient"),
        Arguments.of(field(good, "int x;"), "a float or a boolean"),
        Arguments.of(field(good, "/** X. */ float x = 1;"), "a call gives the value of x"),
        Arguments.of(field(good, "float x;"), "Javadoc is missing"),
        Arguments.of(field(good, "/** X. */ float w;"), "w is a field and a parameter"),
        Arguments.of(field(good, "/** X. */ float x; /** X. */ boolean x;"), "x is there twice"),
        Arguments.of(field(good, "class Inner {}"), "fields and methods only"),
        Arguments.of(field(good, "/** X. */ boolean a, b, c, d, e;"), "5 flags, at most 4"),
        Arguments.of(
            field(good, "/** X. */ float a, b, c, d, e, f, h, k, l, m, n;"),
            "11 scalars, at most 10"));
  }

  private static String field(String rule, String field) {
    return rule.replace("FloatExample {", "FloatExample {\n" + field);
  }

  @ParameterizedTest
  @MethodSource("badRules")
  void rulesThatCannotBeExpandedAreErrors(String source, String why) {
    String message = error(source);
    assertTrue(message.startsWith("FloatExample.java:"), message);
    assertTrue(message.contains(why), message);
  }
}
