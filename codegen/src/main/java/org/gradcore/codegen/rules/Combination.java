package org.gradcore.codegen.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * One setting of all flags of a rule.
 *
 * @param rule the rule
 * @param flags bit i is flag i
 */
record Combination(Rule rule, int flags) {
  /** All of a rule. */
  static List<Combination> of(Rule rule) {
    List<Combination> all = new ArrayList<>();
    for (int flags = 0; flags < rule.combinations(); flags++) {
      all.add(new Combination(rule, flags));
    }
    return all;
  }

  boolean has(String flag) {
    for (int i = 0; i < rule.flags().size(); i++) {
      if (rule.flags().get(i).name().equals(flag)) {
        return (flags >> i & 1) != 0;
      }
    }
    throw new IllegalArgumentException(flag + " is no flag of " + rule.name());
  }

  /** Whether a call with these flags has the array of a parameter. */
  boolean has(Rule.Parameter parameter) {
    String flag = parameter.notes().string("when");
    return flag.isEmpty() || has(flag);
  }

  /** The flags as constants, so that the compiler leaves out what is not done. */
  Source declare(Source out) {
    rule.flags().forEach(f -> out.add("final boolean " + f.name() + " = " + has(f.name()) + ";"));
    return out;
  }

  /** The names of the flags that are set: {@code NesterovFirstStep}. */
  String names() {
    StringBuilder names = new StringBuilder();
    rule.flags().stream()
        .map(Rule.Field::name)
        .filter(this::has)
        .forEach(f -> names.append(Character.toUpperCase(f.charAt(0))).append(f.substring(1)));
    return names.toString();
  }
}
