package org.gradcore.codegen.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Stream;
import org.gradcore.codegen.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PointLossWriterTest {
  private static final String GOOD =
      """
      package org.gradcore.kernel.rule;

      /** An example. */
      @PointLoss
      final class FloatExample {
        float first(float z, float y) {
          return z - y;
        }

        FloatVector first(FloatVector z, FloatVector y) {
          return z.sub(y);
        }

        float loss(float z, @Targets(TargetRange.REAL) float y, float e) {
          float t = e;
          t += 1;
          return t;
        }

        FloatVector loss(FloatVector z, FloatVector y, FloatVector e) {
          return e.add(1);
        }

        float gradient(float z, float y, float e) {
          return 1;
        }

        FloatVector gradient(FloatVector z, FloatVector y, FloatVector e) {
          return z.broadcast(1);
        }
      }
      """;

  private static Rule read(String source) throws Exception {
    Rule rule = RuleParser.read("FloatExample.java", source);
    PointLossWriter.check(rule);
    return rule;
  }

  @Test
  void aBodyEndsBeforeItsReturn() throws Exception {
    Rule.Body body = read(GOOD).body("loss", false);
    assertEquals("float t = e;\nt += 1;", body.text());
    assertEquals("t", body.value());
    assertEquals(Set.of("t"), body.assigned());
  }

  @Test
  void aLoopForEachMethodOnlyWhereFunctionsAreLong() throws Exception {
    String one = VectorPointLossWriter.text(read(GOOD));
    assertFalse(one.contains("plainGradient("), one);
    String source = GOOD.replace("return e.add(1);", "return VectorFloatMath.log1p(e);");
    String parts = VectorPointLossWriter.text(read(source));
    for (String method : new String[] {"plainFirst(", "plainLoss(", "plainGradient("}) {
      assertTrue(parts.contains(method), parts);
    }
  }

  static Stream<Arguments> badRules() {
    return Stream.of(
        Arguments.of(GOOD.replace(" gradient(", " other("), "has the methods loss and gradient"),
        Arguments.of(
            GOOD.replace(
                "final class FloatExample {",
                "final class FloatExample {\n"
                    + "float more(float z, float y) { return z; }\n"
                    + "FloatVector more(FloatVector z, FloatVector y) { return z; }\n"),
            "one method can come before"),
        Arguments.of(
            GOOD.replace(
                "float gradient(float z, float y, float e)",
                "float gradient(float z, float y, float f)"),
            "other parameters for an element"),
        Arguments.of(
            GOOD.replace(", float e)", ")").replace(", FloatVector e)", ")"),
            "loss has a prediction and a target, and what first returns"),
        Arguments.of(
            GOOD.replace("first(float z, float y)", "first(float a, float y)")
                .replace("first(FloatVector z,", "first(FloatVector a,"),
            "first has the parameters of loss"),
        Arguments.of(
            GOOD.replace("@Targets(TargetRange.REAL) ", ""), "says what it is, by @Targets"),
        Arguments.of(GOOD.replace("float t = e;", "y = e; float t = e;"), "loss assigns y"),
        Arguments.of(GOOD.replace("float t = e;", "z += e; float t = e;"), "loss assigns z"),
        Arguments.of(GOOD.replace("float t = e;", "e++; float t = e;"), "loss assigns e"),
        Arguments.of(
            GOOD.replace("float t = e;", "float gradient = e; float t = e;"),
            "the name gradient for itself"),
        Arguments.of(
            GOOD.replace(
                "e.add(1)", "VectorFloatMath.exp(e).add(VectorFloatMath.log1p(VectorFloatMath))"),
            "exp and log1p"),
        Arguments.of(
            GOOD.replace("float first(", "void first(").replace("return z - y;", "return;"),
            "first returns a float, or a FloatVector"),
        Arguments.of(
            GOOD.replace(
                "final class FloatExample {",
                "final class FloatExample {\n/** X. */ float a, b, c, d, f;"),
            "5 scalars, at most 4"));
  }

  @ParameterizedTest
  @MethodSource("badRules")
  void rulesThatCannotBeExpandedAreErrors(String source, String why) {
    String message = assertThrows(InputException.class, () -> read(source)).getMessage();
    assertTrue(message.startsWith("FloatExample.java:"), message);
    assertTrue(message.contains(why), message);
  }
}
