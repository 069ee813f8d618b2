package org.gradcore.codegen.abi;

import java.util.stream.Collectors;

/** {@code NativeFunction.java}: the kernels as constants. */
final class FunctionNames implements AbiFile {
  @Override
  public String path() {
    return "java/org/gradcore/presets/NativeFunction.java";
  }

  @Override
  public String text(KernelTable table) {
    String constants =
        table.kernels().stream()
            .map(
                k ->
                    "  /** Kernel {@code %s} of the family {@code %s}. */\n  %s(\"%s\")"
                        .formatted(k.name(), k.family(), k.constantName(), k.name()))
            .collect(Collectors.joining(",\n\n", "", ";\n"));
    return NOTE
        + """
        package org.gradcore.presets;

        /** The kernels of the native library; each is there for float and for double. */
        public enum NativeFunction {
        """
        + constants
        + """

          private final String kernel;

          NativeFunction(String kernel) {
            this.kernel = kernel;
          }

          /**
           * Gives the name of the kernel, which is that of the method of a crossing.
           *
           * @return the name, in lowerCamelCase
           */
          public String kernel() {
            return kernel;
          }
        }
        """;
  }
}
