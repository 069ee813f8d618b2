package org.gradcore.codegen.abi;

import java.util.List;

/** {@code <kernel>_rules.inc}: finds the rules of a kernel by their numbers. */
final class RuleIncludes {
  private RuleIncludes() {}

  /** Where it goes, relative to the output root. */
  static String path(String kernel) {
    return "include/" + KernelRule.snake(kernel) + "_rules.inc";
  }

  static String text(KernelTable table, String kernel) {
    String shape = Character.toUpperCase(kernel.charAt(0)) + kernel.substring(1);
    List<KernelRule> rules = table.rules(kernel);
    StringBuilder out = new StringBuilder(AbiFile.NOTE);
    out.append("#include \"rules.hpp\"\n");
    rules.forEach(r -> out.append("#include \"").append(r.header()).append("\"\n"));
    out.append("\nnamespace gradcore::GRADCORE_ISA::detail {\n\n");
    out.append("/** Calls f with the rule of this number; does nothing if there is none. */\n");
    out.append("template <class T, class F>\n");
    out.append("GRADCORE_INLINE void with")
        .append(shape)
        .append("Rule(int rule, int flags, F f) {\n");
    out.append("  switch (rule) {\n");
    for (KernelRule rule : rules) {
      out.append("    case ").append(rules.indexOf(rule)).append(":\n");
      out.append("      return withFlags<rule::").append(rule.template());
      out.append(", T>(flags, f);\n");
    }
    out.append("  }\n}\n\n}  // namespace gradcore::GRADCORE_ISA::detail\n");
    return out.toString();
  }
}
