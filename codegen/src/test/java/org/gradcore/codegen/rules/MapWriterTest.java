package org.gradcore.codegen.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.gradcore.codegen.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MapWriterTest {
  private static final String GOOD =
      """
      /** An example. */
      @Map
      final class FloatExample {
        /** A number. */
        float alpha;

        float map(@Argument float x, @Updated float y) {
          float z = alpha * x; // a comment
          return z + y;
        }

        FloatVector map(FloatVector x, FloatVector y) {
          return x.mul(alpha).add(y);
        }
      }
      """;

  private static Rule read(String source) throws Exception {
    Rule rule = RuleParser.read("FloatExample.java", source);
    MapWriter.check(rule);
    return rule;
  }

  @Test
  void theValueIsWhatStandsAfterTheReturnAtTheEnd() throws Exception {
    Rule rule = read(GOOD);
    assertEquals("float z = alpha * x; // a comment", rule.body("map", false).text());
    assertEquals("z + y", rule.body("map", false).value());
    assertEquals("", rule.body("map", true).text());
    assertEquals("x.mul(alpha).add(y)", rule.body("map", true).value());
    assertFalse(rule.body("map", true).elementary());
    assertTrue(
        read(GOOD.replace("x.mul(alpha)", "VectorFloatMath.exp(x)"))
            .body("map", true)
            .elementary());
  }

  /** Of two arrays that are one, C2 makes no vectors. */
  @Test
  void whatC2MakesVectorsOfHasALoopInPlace() throws Exception {
    String plain =
        GOOD.replace(", @Updated float y", "")
            .replace(", FloatVector y", "")
            .replace("z + y", "z")
            .replace(".add(y)", "");
    String text = MapWriter.text(read(plain), false);
    assertTrue(text.contains("if (xArray == resultArray && xAt == resultAt) {"), text);
    assertTrue(text.contains("float x = resultArray[resultAt + i];"), text);
    assertFalse(MapWriter.text(read(GOOD), false).contains("inPlace"));
    String slow = plain.replace("x.mul(alpha)", "VectorFloatMath.exp(x)");
    assertFalse(MapWriter.text(read(slow), false).contains("inPlace"));
  }

  /** An array that is updated cannot be written twice, whatever the function. */
  @Test
  void onlyWhatIsNotUpdatedHasOverlappingVectors() throws Exception {
    String slow = GOOD.replace("x.mul(alpha)", "VectorFloatMath.exp(x)");
    assertTrue(MapWriter.text(read(slow), true).contains("SPECIES.loopBound"));
    String once = slow.replace(", @Updated float y", "").replace(", FloatVector y", "");
    assertFalse(MapWriter.text(read(once), true).contains("SPECIES.loopBound"));
    String fast = GOOD.replace(", @Updated float y", "").replace(", FloatVector y", "");
    assertTrue(MapWriter.text(read(fast), true).contains("SPECIES.loopBound"));
  }

  static Stream<Arguments> badRules() {
    return Stream.of(
        Arguments.of(GOOD.replace(" map(", " other("), "has the method map"),
        Arguments.of(
            GOOD.replace("float map", "void map").replace("return z + y;", ""),
            "map must return a float"),
        Arguments.of(GOOD.replace("FloatVector map", "float map"), "map must return a FloatVector"),
        Arguments.of(GOOD.replace("return z + y;", "z = y;"), "7: map must return a float"),
        Arguments.of(GOOD.replace("@Argument ", ""), "7: x must be an @Argument"),
        Arguments.of(GOOD.replace("@Updated ", "@Argument "), "7: y must be an @Updated"),
        Arguments.of(
            GOOD.replace("float y)", "float y, @Updated float w)")
                .replace("FloatVector y)", "FloatVector y, FloatVector w)"),
            "an argument and perhaps"),
        Arguments.of(GOOD.replace("float alpha;", "boolean alpha;"), "a map has no flags"),
        Arguments.of(GOOD.replace("float alpha;", "float alpha, beta;"), "at most one scalar"),
        Arguments.of(
            GOOD.replace("float z =", "float result = 1, z ="), "the name result for itself"),
        Arguments.of(GOOD.replace("float z =", "float last = 1, z ="), "the name last for itself"));
  }

  @ParameterizedTest
  @MethodSource("badRules")
  void rulesThatCannotBeExpandedAreErrors(String source, String why) {
    String message = assertThrows(InputException.class, () -> read(source)).getMessage();
    assertTrue(message.startsWith("FloatExample.java:"), message);
    assertTrue(message.contains(why), message);
  }
}
