package org.gradcore.codegen.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A rule: what a kernel does to one element, as its source says it.
 *
 * @param file the source, as it was given
 * @param name its name without the element type, such as {@code SgdMomentum}
 * @param shape its shape, such as {@code Step}
 * @param doc its Javadoc, without the delimiters
 * @param imports its import declarations
 * @param flags its boolean fields, which are constants in each of the loops
 * @param scalars its numbers, which a call gives
 * @param bodies its methods
 */
record Rule(
    String file,
    String name,
    String shape,
    String doc,
    List<String> imports,
    List<Field> flags,
    List<Field> scalars,
    List<Body> bodies) {

  /**
   * A field.
   *
   * @param name its name
   * @param doc its Javadoc in one line
   * @param notes its annotation's values
   */
  record Field(String name, String doc, Notes notes) {}

  /**
   * A method.
   *
   * @param name its name
   * @param vector whether its elements are vectors
   * @param parameters its parameters, in order
   * @param result the type that it returns
   * @param text what stands between its braces, without the return at its end
   * @param value the expression that it returns, empty if it returns nothing
   * @param assigned the names of what it assigns
   * @param line the line where it begins
   */
  record Body(
      String name,
      boolean vector,
      List<Parameter> parameters,
      String result,
      String text,
      String value,
      Set<String> assigned,
      int line) {
    /** Whether it calls an elementary function of vectors, whose code is long. */
    boolean elementary() {
      return vector && (text + value).contains(BodyChecks.ELEMENTARY + ".");
    }
  }

  /**
   * A parameter: one element of an array.
   *
   * @param name its name
   * @param annotation the simple name of its annotation, empty if it has none
   * @param notes its annotation's values
   */
  record Parameter(String name, String annotation, Notes notes) {
    /** The array, in the loop. */
    String array() {
      return name + "Array";
    }

    /** Where the array begins, in the loop. */
    String at() {
      return name + "At";
    }
  }

  /** How many combinations of flags there are. */
  int combinations() {
    return 1 << flags.size();
  }

  /** The method of this name, for elements or for vectors; null if there is none. */
  Body body(String method, boolean vector) {
    return bodies.stream()
        .filter(b -> b.name().equals(method) && b.vector() == vector)
        .findFirst()
        .orElse(null);
  }

  /** The constant of {@code org.gradcore.kernel.Kernel}. */
  String constant() {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }
}
