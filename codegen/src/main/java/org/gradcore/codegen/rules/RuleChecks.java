package org.gradcore.codegen.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcore.codegen.InputException;

/** What must agree between the parts of a rule. */
final class RuleChecks {
  /** A rule with more would have more than 32 loops in each backend. */
  private static final int MOST_FLAGS = 4;

  private RuleChecks() {}

  static void check(Rule rule) throws InputException {
    Set<String> names = new HashSet<>();
    for (List<Rule.Field> fields : List.of(rule.flags(), rule.scalars())) {
      for (Rule.Field field : fields) {
        if (!names.add(field.name())) {
          throw new InputException(rule.file() + ": " + field.name() + " is there twice");
        }
      }
    }
    if (rule.flags().size() > MOST_FLAGS) {
      throw new InputException(
          rule.file() + ": " + rule.flags().size() + " flags, at most " + MOST_FLAGS + " can be");
    }
    for (Rule.Body body : rule.bodies()) {
      Rule.Body other = rule.body(body.name(), !body.vector());
      if (other == null) {
        throw new InputException(
            rule.file(),
            body.line(),
            body.name()
                + (body.vector() ? " of a vector has none of an" : " of an element has none of a")
                + (body.vector() ? " element" : " vector")
                + " beside it");
      }
      if (!names(body).equals(names(other))) {
        throw new InputException(
            rule.file(),
            body.line(),
            body.name() + " has other parameters for an element than for a vector");
      }
      for (String name : names(body)) {
        if (names.contains(name)) {
          throw new InputException(rule.file(), body.line(), name + " is a field and a parameter");
        }
      }
    }
  }

  private static List<String> names(Rule.Body body) {
    return body.parameters().stream().map(Rule.Parameter::name).toList();
  }
}
