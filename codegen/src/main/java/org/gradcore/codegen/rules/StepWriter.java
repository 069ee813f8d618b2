package org.gradcore.codegen.rules;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradcore.codegen.InputException;

/** The loops of the shape {@code Step}. */
final class StepWriter {
  private static final String METHOD = "step";
  private static final int MOST_SCALARS = 10;
  private static final int MOST_STATES = 4;

  private StepWriter() {}

  static void check(Rule rule) throws InputException {
    Rule.Body body = rule.body(METHOD, false);
    if (body == null || rule.bodies().size() != 2 || !body.result().equals("void")) {
      throw new InputException(
          rule.file() + ": the shape Step has the method void step, for elements and for vectors");
    }
    List<Rule.Parameter> parameters = body.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      String expected = i == 0 ? "Param" : i == 1 ? "Gradient" : "State";
      if (!parameters.get(i).annotation().equals(expected)) {
        throw new InputException(
            rule.file(), body.line(), parameters.get(i).name() + " must be a @" + expected);
      }
    }
    if (parameters.size() < 2 || parameters.size() > 2 + MOST_STATES) {
      throw new InputException(
          rule.file(),
          body.line(),
          "a step has a parameter, a gradient and up to " + MOST_STATES + " states");
    }
    if (rule.scalars().size() > MOST_SCALARS) {
      throw new InputException(
          rule.file() + ": " + rule.scalars().size() + " scalars, at most " + MOST_SCALARS);
    }
  }

  private static List<Rule.Parameter> parameters(Rule rule) {
    return rule.body(METHOD, false).parameters();
  }

  /** The class of a backend. */
  static String text(Rule rule, boolean vector) {
    String prefix = vector ? "Vector" : "Scalar";
    Set<String> imports = new TreeSet<>();
    imports.add("import org.gradcore.kernel.FloatStep;");
    imports.add("import org.gradcore.kernel.FloatStepKernel;");
    if (vector) {
      imports.add("import jdk.incubator.vector.FloatVector;");
      imports.add("import jdk.incubator.vector.VectorOperators;");
      imports.add("import jdk.incubator.vector.VectorSpecies;");
      imports.add("import org.gradcore.kernel.scalar.ScalarFloat" + rule.name() + ";");
    }
    Source out = GeneratedClass.of(rule, vector ? "vector" : "scalar", imports);
    out.add(
        "public final class " + prefix + "Float" + rule.name() + " implements FloatStepKernel {");
    if (vector) {
      out.add("private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT_STREAM;");
      out.add("private static final int WIDTH = SPECIES.length();");
      out.add("private static final FloatStepKernel TAIL = new ScalarFloat" + rule.name() + "();");
      out.add("");
    }
    out.add("@Override");
    out.add("public void step(FloatStep call, int from, int count) {");
    out.add("switch (call.variant()) {");
    for (Combination flags : Combination.of(rule)) {
      for (int decays = 0; decays < 2; decays++) {
        int variant = flags.flags() << 1 | decays;
        out.add("case " + variant + " -> " + method(flags, decays == 1) + "(call, from, count);");
      }
    }
    out.add("default -> throw new IllegalArgumentException(\"variant \" + call.variant());");
    out.add("}").add("}");
    for (Combination flags : Combination.of(rule)) {
      for (int decays = 0; decays < 2; decays++) {
        loop(out.add(""), rule, flags, decays == 1, vector);
      }
    }
    return out.add("}").toString();
  }

  private static String method(Combination flags, boolean decays) {
    String names = flags.names() + (decays ? "Decay" : "");
    return names.isEmpty() ? "plain" : "with" + names;
  }

  private static void loop(
      Source out, Rule rule, Combination flags, boolean decays, boolean vector) {
    Rule.Parameter param = parameters(rule).get(0);
    Rule.Parameter gradient = parameters(rule).get(1);
    List<Rule.Parameter> states = parameters(rule).subList(2, parameters(rule).size());
    out.add(
        "private static void " + method(flags, decays) + "(FloatStep call, int from, int count) {");
    flags.declare(out);
    array(out, param, "param()", "paramOffset()");
    array(out, gradient, "gradient()", "gradientOffset()");
    for (int i = 0; i < states.size(); i++) {
      if (flags.has(states.get(i))) {
        array(out, states.get(i), "state(" + i + ")", "stateOffset(" + i + ")");
      }
    }
    out.add("float sign = call.sign();");
    if (decays) {
      out.add("float weightDecay = call.weightDecay();");
    }
    RuleScalars.read(out, rule);
    if (vector) {
      out.add("int end = SPECIES.loopBound(count);");
      out.add("for (int i = 0; i < end; i += WIDTH) {");
    } else {
      out.add("for (int i = 0; i < count; i++) {");
    }
    load(out, param, vector, "");
    load(out, gradient, vector, "sign");
    if (decays) {
      String w = param.name();
      String g = gradient.name();
      out.add(
          vector
              ? g + " = " + w + ".lanewise(VectorOperators.FMA, weightDecay, " + g + ");"
              : g + " = Math.fma(weightDecay, " + w + ", " + g + ");");
    }
    for (Rule.Parameter state : states) {
      if (flags.has(state)) {
        load(out, state, vector, "");
      } else {
        out.add(
            (vector ? "FloatVector " : "float ") + state.name() + (vector ? " = null;" : " = 0;"));
      }
    }
    out.paste(rule.body(METHOD, vector).text());
    store(out, param, vector);
    states.stream().filter(flags::has).forEach(state -> store(out, state, vector));
    out.add("}");
    if (vector) {
      out.add("if (end < count) {").add("TAIL.step(call, from + end, count - end);").add("}");
    }
    out.add("}");
  }

  private static void array(Source out, Rule.Parameter p, String array, String offset) {
    out.add("float[] " + p.array() + " = call." + array + ";");
    out.add("int " + p.at() + " = call." + offset + " + from;");
  }

  private static void load(Source out, Rule.Parameter p, boolean vector, String factor) {
    String at = p.at() + " + i";
    if (vector) {
      String load = "FloatVector.fromArray(SPECIES, " + p.array() + ", " + at + ")";
      String times = factor.isEmpty() ? "" : ".mul(" + factor + ")";
      out.add("FloatVector " + p.name() + " = " + load + times + ";");
    } else {
      String times = factor.isEmpty() ? "" : factor + " * ";
      out.add("float " + p.name() + " = " + times + p.array() + "[" + at + "];");
    }
  }

  private static void store(Source out, Rule.Parameter p, boolean vector) {
    String at = p.at() + " + i";
    out.add(
        vector
            ? p.name() + ".intoArray(" + p.array() + ", " + at + ");"
            : p.array() + "[" + at + "] = " + p.name() + ";");
  }

  /** {@code StepRules}: what a caller must know of each rule. */
  static String catalog(List<Rule> rules) {
    Source out = new Source();
    out.add("// Generated from the rules in org.gradcore.kernel.rule by GenerateRules.java.");
    out.add("package org.gradcore.kernel;").add("").add("import java.util.List;").add("");
    out.doc("The rules of the shape Step.");
    out.add("final class StepRules {");
    for (Rule rule : rules) {
      out.add("private static final StepRule " + rule.constant() + " =");
      out.paste("    new StepRule(");
      out.paste("        Kernel." + rule.constant() + ",");
      out.paste("        List.of(" + String.join(", ", states(rule)) + "),");
      out.paste("        " + RuleScalars.list(rule) + ",");
      List<String> flags = rule.flags().stream().map(f -> '"' + f.name() + '"').toList();
      out.paste("        List.of(" + String.join(", ", flags) + "));");
      out.add("");
    }
    out.add("private StepRules() {}").add("");
    out.add("static StepRule of(Kernel kernel) {");
    out.add("return switch (kernel) {");
    rules.forEach(r -> out.add("case " + r.constant() + " -> " + r.constant() + ";"));
    out.add(Registry.notOne("optimizer step"));
    out.add("};").add("}");
    return out.add("}").toString();
  }

  private static List<String> states(Rule rule) {
    return parameters(rule).stream()
        .skip(2)
        .map(
            p -> {
              String when = p.notes().string("when");
              int flag = rule.flags().stream().map(Rule.Field::name).toList().indexOf(when);
              String positive = p.notes().get("nonNegative", "false");
              return "new StepRule.State(\"" + p.name() + "\", " + flag + ", " + positive + ")";
            })
        .toList();
  }

  /** {@code ScalarFloatSteps} and {@code VectorFloatSteps}: the kernels of a backend. */
  static String registry(List<Rule> rules, boolean vector) {
    return Registry.text(rules, vector, "Step", "optimizer steps", "optimizer step");
  }
}
