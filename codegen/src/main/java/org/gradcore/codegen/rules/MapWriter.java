package org.gradcore.codegen.rules;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradcore.codegen.InputException;

/** The loops of the shape {@code Map}. */
final class MapWriter {
  private static final String METHOD = "map";

  /** The rule. */
  private final Rule rule;

  /** Whether the class is of the vector backend. */
  private final boolean vector;

  /** The array that is read. */
  private final Rule.Parameter argument;

  /** The array that is written. */
  private final Rule.Parameter result;

  /** Whether it is read before. */
  private final boolean updates;

  /** The number, which a rule without one does not see. */
  private final String alpha;

  private final Source out;

  private MapWriter(Rule rule, boolean vector) {
    this.rule = rule;
    this.vector = vector;
    List<Rule.Parameter> parameters = parameters(rule);
    argument = parameters.get(0);
    updates = parameters.size() > 1;
    result = updates ? parameters.get(1) : new Rule.Parameter("result", "", Notes.NONE);
    alpha = rule.scalars().isEmpty() ? "alpha" : rule.scalars().get(0).name();
    Set<String> imports = new TreeSet<>();
    imports.add("import org.gradcore.kernel.FloatMapKernel;");
    if (vector) {
      imports.add("import jdk.incubator.vector.FloatVector;");
      imports.add("import jdk.incubator.vector.VectorSpecies;");
      imports.add("import org.gradcore.kernel.scalar.ScalarFloat" + rule.name() + ";");
    }
    out = GeneratedClass.of(rule, vector ? "vector" : "scalar", imports);
  }

  static void check(Rule rule) throws InputException {
    Rule.Body body = rule.body(METHOD, false);
    if (body == null || rule.bodies().size() != 2) {
      throw new InputException(
          rule.file() + ": the shape Map has the method map, for elements and for vectors");
    }
    for (Rule.Body each : rule.bodies()) {
      String type = each.vector() ? "FloatVector" : "float";
      if (!each.result().equals(type) || each.value().isEmpty()) {
        throw new InputException(rule.file(), each.line(), "map must return a " + type);
      }
    }
    List<Rule.Parameter> parameters = parameters(rule);
    for (int i = 0; i < parameters.size(); i++) {
      String expected = i == 0 ? "Argument" : "Updated";
      if (!parameters.get(i).annotation().equals(expected)) {
        throw new InputException(
            rule.file(), body.line(), parameters.get(i).name() + " must be an @" + expected);
      }
    }
    if (parameters.isEmpty() || parameters.size() > 2) {
      throw new InputException(
          rule.file(), body.line(), "a map has an argument and perhaps what it updates");
    }
    if (!rule.flags().isEmpty() || rule.scalars().size() > 1) {
      throw new InputException(rule.file() + ": a map has no flags and at most one scalar");
    }
  }

  private static List<Rule.Parameter> parameters(Rule rule) {
    return rule.body(METHOD, false).parameters();
  }

  /** The class of a backend. */
  static String text(Rule rule, boolean vector) {
    return new MapWriter(rule, vector).text();
  }

  private String text() {
    String name = (vector ? "VectorFloat" : "ScalarFloat") + rule.name();
    out.add("public final class " + name + " implements FloatMapKernel {");
    if (vector) {
      out.add("private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;");
      out.add("private static final int WIDTH = SPECIES.length();");
      out.add("private static final FloatMapKernel SCALAR = new ScalarFloat" + rule.name() + "();");
      out.add("");
    }
    out.add("@Override");
    out.add("public void map(" + parameters("length"));
    boolean elementary = rule.body(METHOD, true).elementary();
    if (!vector && !elementary && !updates) {
      perhapsInPlace();
    } else if (!vector) {
      elements(argument);
    } else if (elementary && !updates) {
      overlappingVectors();
    } else {
      vectorsAndTail();
    }
    return out.add("}").toString();
  }

  /** Element by element. */
  private void elements(Rule.Parameter from) {
    out.add("for (int i = 0; i < length; i++) {");
    declare(argument.name(), load(from.array(), from.at() + " + i"));
    element();
    out.add(result.array() + "[" + result.at() + " + i] = result;");
    out.add("}").add("}");
  }

  /** For a loop of which C2 makes vectors: it does so only where it sees that arrays are one. */
  private void perhapsInPlace() {
    String same = argument.array() + " == " + result.array();
    out.add("if (" + same + " && " + argument.at() + " == " + result.at() + ") {");
    out.add("inPlace(" + String.join(", ", alpha, result.array(), result.at(), "length") + ");");
    out.add("return;").add("}");
    elements(argument);
    out.add("");
    out.doc("C2 makes vectors of a loop over one array, not of one over two that are the same.");
    String array = "float[] " + result.array() + ", int " + result.at();
    out.add("private static void inPlace(float " + alpha + ", " + array + ", int length) {");
    elements(result);
  }

  private String parameters(String length) {
    return ("float " + alpha + ", float[] " + argument.array() + ", int " + argument.at())
        + (", float[] " + result.array() + ", int " + result.at() + ", int " + length + ") {");
  }

  /** Loads an element or a vector. */
  private void load(Rule.Parameter from, String index) {
    declare(from.name(), load(from.array(), from.at() + " + " + index));
  }

  private void declare(String name, String value) {
    out.add((vector ? "FloatVector " : "float ") + name + " = " + value + ";");
  }

  private String load(String array, String at) {
    return vector
        ? "FloatVector.fromArray(SPECIES, " + array + ", " + at + ")"
        : array + "[" + at + "]";
  }

  /** Makes the result of the argument. */
  private void element() {
    if (updates) {
      load(result, "i");
    }
    Rule.Body body = rule.body(METHOD, vector);
    out.paste(body.text());
    declare("result", body.value());
  }

  private void store() {
    out.add("result.intoArray(" + result.array() + ", " + result.at() + " + i);");
  }

  /** Whole vectors, then the elements after them one by one. */
  private void vectorsAndTail() {
    out.add("int end = SPECIES.loopBound(length);");
    out.add("for (int i = 0; i < end; i += WIDTH) {");
    load(argument, "i");
    element();
    store();
    out.add("}");
    out.add("if (end < length) {");
    scalar("end", "length - end");
    out.add("}").add("}");
  }

  private void scalar(String from, String length) {
    String plus = from.isEmpty() ? "" : " + " + from;
    String x = argument.array() + ", " + argument.at() + plus;
    String y = result.array() + ", " + result.at() + plus;
    out.add("SCALAR.map(" + String.join(", ", alpha, x, y, length) + ");");
  }

  /**
   * For a function that takes long for a single element: the elements after the last whole vector
   * are computed by one more vector, which overlaps the one before. The function is called at one
   * place only, since C2 would not inline it at a second, and the next vector is loaded before this
   * one is stored, since x and y may be the same range. Ranges shorter than a vector are told apart
   * outside the method with the loop, so that the call there is always hot.
   */
  private void overlappingVectors() {
    out.add("if (length < WIDTH) {");
    scalar("", "length");
    out.add("} else {");
    String arrays = String.join(", ", argument.array(), argument.at(), result.array(), result.at());
    out.add("vectors(" + alpha + ", " + arrays + ", length - WIDTH);");
    out.add("}").add("}").add("");
    out.doc("The last vector begins at {@code last}, and may overlap the one before.");
    out.add("private static void vectors(" + parameters("last"));
    out.add("int i = 0;");
    load(argument, "i");
    out.add("while (i <= last) {");
    element();
    out.add("int next = Math.min(i + WIDTH, last);");
    out.add("// Before the store: both may be the same range.");
    out.add(argument.name() + " = " + load(argument.array(), argument.at() + " + next") + ";");
    store();
    out.add("i = i < last ? next : last + 1;");
    out.add("}").add("}");
  }

  /** {@code MapRules}: what a caller must know of each rule. */
  static String catalog(List<Rule> rules) {
    Source out = new Source();
    out.add("// Generated from the rules in org.gradcore.kernel.rule by GenerateRules.java.");
    out.add("package org.gradcore.kernel;").add("");
    out.doc("The rules of the shape Map.");
    out.add("final class MapRules {");
    for (Rule rule : rules) {
      out.add("private static final MapRule " + rule.constant() + " =");
      out.paste("    new MapRule(" + arguments(rule) + ");").add("");
    }
    out.add("private MapRules() {}").add("");
    out.add("static MapRule of(Kernel kernel) {");
    out.add("return switch (kernel) {");
    rules.forEach(r -> out.add("case " + r.constant() + " -> " + r.constant() + ";"));
    out.add(Registry.notOne("map"));
    return out.add("};").add("}").add("}").toString();
  }

  private static String arguments(Rule rule) {
    Notes argument = parameters(rule).get(0).notes();
    return String.join(
        ", ",
        "Kernel." + rule.constant(),
        String.valueOf(parameters(rule).size() > 1),
        rule.scalars().isEmpty() ? "0" : rule.scalars().get(0).notes().get("steady", "0"),
        argument.get("nonNegative", "false"),
        argument.get("inPlace", "false"));
  }

  /** {@code ScalarFloatMaps} and {@code VectorFloatMaps}: the kernels of a backend. */
  static String registry(List<Rule> rules, boolean vector) {
    return Registry.text(rules, vector, "Map", "maps", "map");
  }
}
