package org.gradcore.codegen.rules;

import java.util.List;
import org.gradcore.codegen.InputException;

/** What both backends have in common of the shape {@code PointLoss}. */
final class PointLossWriter {
  static final String LOSS = "loss";
  static final String GRADIENT = "gradient";

  /** The arrays of a call beside prediction and target, each of which may be null. */
  static final List<String> OPTIONAL = List.of("weight", "loss", "gradient");

  private static final int MOST_SCALARS = 4;

  private PointLossWriter() {}

  static void check(Rule rule) throws InputException {
    for (String method : List.of(LOSS, GRADIENT)) {
      Rule.Body body = rule.body(method, false);
      if (body == null) {
        throw new InputException(
            rule.file()
                + ": the shape PointLoss has the methods loss and gradient, for elements and for"
                + " vectors");
      }
      if (!names(body).equals(names(rule.body(LOSS, false)))) {
        throw new InputException(
            rule.file(), body.line(), "loss and gradient have the same parameters");
      }
    }
    if (rule.bodies().size() > 6) {
      throw new InputException(
          rule.file() + ": one method can come before loss and gradient, not more");
    }
    Rule.Body first = first(rule, false);
    int expected = first == null ? 2 : 3;
    for (Rule.Body body : rule.bodies()) {
      int parameters = body.parameters().size();
      if (parameters != (isFirst(body) ? 2 : expected)) {
        throw new InputException(
            rule.file(),
            body.line(),
            body.name()
                + " has a prediction and a target"
                + (isFirst(body) || first == null
                    ? ""
                    : ", and what " + first.name() + " returns"));
      }
      for (Rule.Parameter parameter : body.parameters()) {
        if (body.assigned().contains(parameter.name())) {
          throw new InputException(
              rule.file(),
              body.line(),
              body.name() + " assigns " + parameter.name() + ", which other methods read");
        }
      }
      if (!body.result().equals(body.vector() ? "FloatVector" : "float")
          || body.value().isEmpty()) {
        throw new InputException(
            rule.file(), body.line(), body.name() + " returns a float, or a FloatVector");
      }
    }
    Rule.Body loss = rule.body(LOSS, false);
    if (first != null && !names(first).equals(names(loss).subList(0, 2))) {
      throw new InputException(
          rule.file(), first.line(), first.name() + " has the parameters of loss, but the last");
    }
    if (targets(loss.parameters().get(1).notes()) == null) {
      throw new InputException(
          rule.file(), loss.line(), "the target of loss says what it is, by @Targets");
    }
    if (rule.scalars().size() > MOST_SCALARS) {
      throw new InputException(
          rule.file() + ": " + rule.scalars().size() + " scalars, at most " + MOST_SCALARS);
    }
  }

  private static List<String> names(Rule.Body body) {
    return body.parameters().stream().map(Rule.Parameter::name).toList();
  }

  private static boolean isFirst(Rule.Body body) {
    return !body.name().equals(LOSS) && !body.name().equals(GRADIENT);
  }

  /** The method that comes before the others; null if there is none. */
  static Rule.Body first(Rule rule, boolean vector) {
    return rule.bodies().stream()
        .filter(b -> isFirst(b) && b.vector() == vector)
        .findFirst()
        .orElse(null);
  }

  /** The name of a parameter: prediction, target, or what the first method returns. */
  static String parameter(Rule rule, int index) {
    return rule.body(LOSS, false).parameters().get(index).name();
  }

  /** A {@code TargetRange} as it is written; null if there is none. */
  private static String targets(Notes notes) {
    String value = notes.get("value", "");
    return value.startsWith("TargetRange.") ? value : null;
  }

  /** The method that has the loop of a setting of the flags. */
  static String method(Combination flags) {
    return flags.names().isEmpty() ? "plain" : "with" + flags.names();
  }

  /** {@code evaluate}, which finds the loop. */
  static void evaluate(Source out, Rule rule) {
    out.add("@Override");
    out.add("public double evaluate(FloatPointLoss call, int from, int count, double carry) {");
    out.add("return switch (call.flags()) {");
    for (Combination flags : Combination.of(rule)) {
      out.add("case " + flags.flags() + " -> " + method(flags) + "(call, from, count, carry);");
    }
    out.add("default -> throw new IllegalArgumentException(\"flags \" + call.flags());");
    out.add("};").add("}");
  }

  /** Begins the method that {@code evaluate} finds. */
  static void begin(Source out, String name) {
    String parameters = "FloatPointLoss call, int from, int count, double carry";
    out.wrap("private static double " + name + "(" + parameters + ") {").indent();
  }

  /** The arrays, offsets and numbers of a call as variables. */
  static void read(Source out, Rule rule) {
    array(out, parameter(rule, 0), "prediction");
    array(out, parameter(rule, 1), "target");
    OPTIONAL.forEach(name -> array(out, name, name));
    out.add("float gradientScale = call.gradientScale();");
    RuleScalars.read(out, rule);
  }

  private static void array(Source out, String name, String of) {
    out.add("float[] " + name + "Array = call." + of + "();");
    out.add("int " + name + "At = call." + of + "Offset() + from;");
  }

  /** Pastes a method: what it returns becomes a variable. */
  static void paste(Source out, Rule.Body body, String variable) {
    String declaration = body.result() + " " + variable;
    if (body.text().isEmpty()) {
      out.paste(declaration + " = " + body.value() + ";");
      return;
    }
    out.add(declaration + ";");
    out.add("{");
    out.paste(body.text());
    out.paste(variable + " = " + body.value() + ";");
    out.add("}");
  }

  /** {@code PointLossRules}: what a caller must know of each rule. */
  static String catalog(List<Rule> rules) {
    Source out = new Source();
    out.add("// Generated from the rules in org.gradcore.kernel.rule by GenerateRules.java.");
    out.add("package org.gradcore.kernel;").add("").add("import java.util.List;").add("");
    out.doc("The rules of the shape PointLoss.");
    out.add("final class PointLossRules {");
    for (Rule rule : rules) {
      List<String> flags =
          rule.flags().stream()
              .map(f -> "new PointLossRule.Flag(\"" + f.name() + "\", " + targets(f.notes()) + ")")
              .toList();
      Notes target = rule.body(LOSS, false).parameters().get(1).notes();
      out.add("private static final PointLossRule " + rule.constant() + " =");
      out.paste("    new PointLossRule(");
      out.paste("        Kernel." + rule.constant() + ",");
      out.paste("        " + targets(target) + ",");
      out.paste("        " + RuleScalars.list(rule) + ",");
      out.paste("        List.of(" + String.join(", ", flags) + "));");
      out.add("");
    }
    out.add("private PointLossRules() {}").add("");
    out.add("static PointLossRule of(Kernel kernel) {");
    out.add("return switch (kernel) {");
    rules.forEach(r -> out.add("case " + r.constant() + " -> " + r.constant() + ";"));
    out.add(Registry.notOne("elementwise loss"));
    out.add("};").add("}");
    return out.add("}").toString();
  }

  /** {@code ScalarFloatPointLosses} and {@code VectorFloatPointLosses}. */
  static String registry(List<Rule> rules, boolean vector) {
    return Registry.text(rules, vector, "PointLoss", "elementwise losses", "elementwise loss");
  }
}
