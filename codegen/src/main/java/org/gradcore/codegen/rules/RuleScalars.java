package org.gradcore.codegen.rules;

import java.util.List;

/** What catalogs and loops say of the numbers of a rule. */
final class RuleScalars {
  private RuleScalars() {}

  /** The list of them, as an expression. */
  static String list(Rule rule) {
    List<String> scalars =
        rule.scalars().stream()
            .map(
                s ->
                    String.format(
                        "new RuleScalar(\"%s\", %s, %s, %s)",
                        s.name(),
                        s.notes().get("steady", "0"),
                        s.notes().get("least", "0"),
                        s.notes().get("most", "1")))
            .toList();
    return "List.of(" + String.join(", ", scalars) + ")";
  }

  /** Reads them from the call. */
  static void read(Source out, Rule rule) {
    for (int i = 0; i < rule.scalars().size(); i++) {
      out.add("float " + rule.scalars().get(i).name() + " = call.scalar(" + i + ");");
    }
  }
}
