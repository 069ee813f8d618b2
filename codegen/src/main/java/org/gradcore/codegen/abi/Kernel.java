package org.gradcore.codegen.abi;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A kernel: a template of the C++ side.
 *
 * @param family the header {@code cpp/src/<family>.hpp} that has it
 * @param name its name, in lowerCamelCase
 * @param result the type that it returns: {@code void} or a type that is no array
 * @param parameters its parameters, at least one
 */
record Kernel(String family, String name, String result, List<Parameter> parameters) {
  /** The element types, in the order in which they are generated. */
  static final List<String> ELEMENTS = List.of("float", "double");

  /** The name of the exported C function, and of the Java method. */
  String function(String element) {
    return "gradcore_" + name + "_" + element;
  }

  /** The name of the entry in the table of an instruction set. */
  String entry(String element) {
    return name + "_" + element;
  }

  /** The parameters as they are declared in C. */
  String c(String element) {
    return parameters.stream().map(p -> p.c(element)).collect(Collectors.joining(", "));
  }

  /** The parameters of the exported function: the instruction set, then the kernel's own. */
  String exportedC(String element) {
    return "int isa, " + c(element);
  }

  /** The names of the parameters of the exported function, as a call has them. */
  String exportedArguments() {
    return parameters.stream().map(Parameter::name).collect(Collectors.joining(", ", "isa, ", ""));
  }

  /** The parameters of the exported function as plain ones of Java, a line for each. */
  String exportedParametersJava(String element) {
    return parameters.stream()
        .map(p -> ",\n      " + p.javaType(element) + " " + p.name())
        .collect(Collectors.joining("", "\n      int isa", ""));
  }

  boolean returnsNothing() {
    return result.equals("void");
  }

  /** Whether the kernel reads indices from an array, and so can end early. */
  boolean readsIndices() {
    return parameters.stream().anyMatch(p -> p.pointer() && p.constant() && p.type().equals("int"));
  }

  /** The type that the exported function returns. */
  String exported() {
    return readsIndices() ? "double" : result;
  }

  /** The same in Java. */
  String exportedJava(String element) {
    return Parameter.javaType(exported(), element);
  }

  /** Whether there is an offset that says where an array begins. */
  boolean hasOffset(Parameter array) {
    return parameters.stream().anyMatch(p -> p.isOffset() && p.offsetOf().equals(array.name()));
  }

  /** The name as that of a constant. */
  String constantName() {
    return name.replaceAll("[A-Z]", "_$0").toUpperCase(Locale.ROOT);
  }
}
