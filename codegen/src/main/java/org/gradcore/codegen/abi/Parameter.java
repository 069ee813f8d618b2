package org.gradcore.codegen.abi;

/**
 * A parameter of a kernel.
 *
 * @param type {@code int}, {@code long}, {@code double}, or {@code T} for the element type
 * @param pointer whether it is an array of these
 * @param constant whether the kernel only reads the array
 * @param name its name, in lowerCamelCase
 */
record Parameter(String type, boolean pointer, boolean constant, String name) {
  private static final String OFFSET = "Offset";

  /** A type of the table in C. */
  static String cType(String type, String element) {
    return switch (type) {
      case "T" -> element;
      case "long" -> "int64_t";
      default -> type;
    };
  }

  /** The declaration in C. */
  String c(String element) {
    return (constant ? "const " : "") + cType(type, element) + (pointer ? "* " : " ") + name;
  }

  /** A type of the table in Java. */
  static String javaType(String type, String element) {
    return type.equals("T") ? element : type;
  }

  /** The type in Java, an array for a pointer. */
  String javaType(String element) {
    return javaType(type, element) + (pointer ? "[]" : "");
  }

  /** The declaration in Java, with JavaCPP's annotations. */
  String java(String element) {
    String declaration = javaType(element) + " " + name;
    if (!pointer) {
      return declaration;
    }
    // int64_t is long on one system and long long on another; the cast fits both.
    String annotation =
        type.equals("long")
            ? "@Cast(\"" + (constant ? "const " : "") + "int64_t*\") "
            : constant ? "@Const " : "";
    return annotation + declaration;
  }

  /** Whether the name says that this is where an array begins. */
  boolean isOffset() {
    return name.endsWith(OFFSET);
  }

  /** The name of the array that an offset belongs to. */
  String offsetOf() {
    return name.substring(0, name.length() - OFFSET.length());
  }

  /** The name of the offset that says where an array begins. */
  String offset() {
    return name + OFFSET;
  }

  /** What the Javadoc of the binding says. */
  String doc() {
    if (pointer) {
      return constant ? "array, only read" : "array, written";
    }
    return isOffset()
        ? "index of the first element used of {@code " + offsetOf() + "}"
        : "value of {@code " + name + "}";
  }
}
