package org.gradcore.codegen.rules;

import java.util.List;

/** The class of a backend that gives the kernels of a shape. */
final class Registry {
  private Registry() {}

  /**
   * Writes it.
   *
   * @param shape the shape, such as {@code Step}
   * @param plural what its kernels are called
   * @param singular what one of them is called
   */
  static String text(
      List<Rule> rules, boolean vector, String shape, String plural, String singular) {
    String backend = vector ? "vector" : "scalar";
    String prefix = vector ? "VectorFloat" : "ScalarFloat";
    String type = prefix + shape + (shape.endsWith("s") ? "es" : "s");
    Source out = new Source();
    out.add("// Generated from the rules in org.gradcore.kernel.rule by GenerateRules.java.");
    out.add("package org.gradcore.kernel." + backend + ";").add("");
    out.add("import org.gradcore.kernel.Float" + shape + "Kernel;");
    out.add("import org.gradcore.kernel.Kernel;").add("");
    out.doc("The " + plural + " of this backend.");
    out.add("public final class " + type + " {");
    out.add("private " + type + "() {}").add("");
    out.doc("The kernel of a rule.");
    out.add("public static Float" + shape + "Kernel of(Kernel kernel) {");
    out.add("return switch (kernel) {");
    for (Rule rule : rules) {
      out.add("case " + rule.constant() + " -> new " + prefix + rule.name() + "();");
    }
    out.add(notOne(singular));
    return out.add("};").add("}").add("}").toString();
  }

  /** The last case of a switch over kernels. */
  static String notOne(String singular) {
    return "default -> throw new IllegalArgumentException(kernel.id() + \" is no "
        + singular
        + "\");";
  }
}
