package org.gradcore.codegen.rules;

import java.util.Map;

/**
 * The values of an annotation, as they are written.
 *
 * @param values by name
 */
record Notes(Map<String, String> values) {
  static final Notes NONE = new Notes(Map.of());

  /** A value, or what it is without. */
  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** The text of a string, without its quotes; empty without. */
  String string(String name) {
    String literal = get(name, "\"\"");
    return literal.substring(1, literal.length() - 1);
  }
}
