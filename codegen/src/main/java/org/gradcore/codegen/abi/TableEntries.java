package org.gradcore.codegen.abi;

import java.util.stream.Collectors;

/** {@code table.inc}: fills the struct of one instruction set with its kernels. */
final class TableEntries implements AbiFile {
  @Override
  public String path() {
    return "include/table.inc";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    StringBuilder names = new StringBuilder();
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        out.append("static ").append(Parameter.cType(k.exported(), e)).append(' ');
        out.append(k.entry(e)).append("(int, ").append(k.c(e)).append(") {\n");
        out.append("  ").append(body(k, k.name() + "<" + e + ">(" + arguments(k) + ")"));
        out.append("\n}\n\n");
        names.append("    &").append(k.entry(e)).append(",\n");
      }
    }
    return out.append("extern const KernelTable TABLE = {\n" + names + "};\n").toString();
  }

  private static String body(Kernel kernel, String call) {
    String statements =
        !kernel.returnsNothing()
            ? "return " + call + ";"
            : kernel.readsIndices() ? call + "; return 0.0;" : call + ";";
    return kernel.readsIndices()
        ? "return endingEarly([&]() GRADCORE_INLINE_LAMBDA { " + statements + " });"
        : statements;
  }

  /** What the kernel is given: a null pointer for an array whose offset is negative. */
  private static String arguments(Kernel kernel) {
    return kernel.parameters().stream()
        .map(
            p ->
                p.pointer() && kernel.hasOffset(p)
                    ? "present(" + p.name() + ", " + p.offset() + ")"
                    : p.name())
        .collect(Collectors.joining(", "));
  }
}
