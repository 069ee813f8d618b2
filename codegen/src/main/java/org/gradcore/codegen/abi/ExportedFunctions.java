package org.gradcore.codegen.abi;

import java.util.stream.Collectors;

/** {@code exports.inc}: the exported functions, which dispatch on the instruction set. */
final class ExportedFunctions implements AbiFile {
  @Override
  public String path() {
    return "include/exports.inc";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        String type = Parameter.cType(k.exported(), e);
        String none =
            switch (type) {
              case "void" -> "return;";
              case "float", "double" -> "return std::numeric_limits<" + type + ">::quiet_NaN();";
              default -> "return 0;";
            };
        String call = "table->" + k.name() + "_" + e + "(" + arguments(k) + ")";
        out.append(type).append(' ').append(k.function(e));
        out.append('(').append(k.exportedC(e)).append(") {\n");
        out.append("  const gradcore::KernelTable* table = gradcore::kernels(isa);\n");
        out.append("  if (table == nullptr) ").append(none).append('\n');
        if (k.readsIndices()) {
          String body = k.returnsNothing() ? call + "; return 0.0;" : "return " + call + ";";
          out.append("  return gradcore::endingEarly([&] { ").append(body).append(" });\n}\n\n");
        } else {
          out.append(type.equals("void") ? "  " : "  return ").append(call).append(";\n}\n\n");
        }
      }
    }
    return out.toString();
  }

  /** What the kernel is given: a null pointer for an array whose offset is negative. */
  private static String arguments(Kernel kernel) {
    return kernel.parameters().stream()
        .map(
            p ->
                p.pointer() && kernel.hasOffset(p)
                    ? "gradcore::present(" + p.name() + ", " + p.offset() + ")"
                    : p.name())
        .collect(Collectors.joining(", "));
  }
}
