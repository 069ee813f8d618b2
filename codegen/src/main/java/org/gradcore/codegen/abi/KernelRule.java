package org.gradcore.codegen.abi;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A rule of a kernel that is the loop of a shape.
 *
 * @param kernel the kernel
 * @param name its name, in lowerCamelCase
 */
record KernelRule(String kernel, String name) {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  /** The C++ template. */
  String template() {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** The header that has the template, in {@code cpp/src}. */
  String header() {
    return "rule/" + snake(name) + ".hpp";
  }

  /** The constant of the C header that holds the number. */
  String constant() {
    return ("GRADCORE_" + snake(kernel) + "_" + snake(name)).toUpperCase(Locale.ROOT);
  }

  /** A name in lowerCamelCase with underscores. */
  static String snake(String name) {
    return CAPITAL.matcher(name).replaceAll(m -> "_" + m.group().toLowerCase(Locale.ROOT));
  }
}
