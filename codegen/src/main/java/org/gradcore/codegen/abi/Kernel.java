package org.gradcore.codegen.abi;

import java.util.List;
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

  /** The parameters as they are declared in C. */
  String c(String element) {
    return parameters.stream().map(p -> p.c(element)).collect(Collectors.joining(", "));
  }

  /** The parameters of the exported function: the instruction set, then the kernel's own. */
  String exportedC(String element) {
    return "int isa, " + c(element);
  }

  /** The names of the parameters, as a call has them. */
  String arguments() {
    return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
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
}
