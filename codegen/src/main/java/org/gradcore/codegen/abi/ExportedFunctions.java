package org.gradcore.codegen.abi;

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
        // The arguments stay where they are: this is a jump.
        out.append(type).append(' ').append(k.function(e));
        out.append('(').append(k.exportedC(e)).append(") {\n");
        out.append("  const gradcore::KernelTable* table = gradcore::kernels(isa);\n");
        out.append("  if (table == nullptr) ").append(none).append('\n');
        out.append(type.equals("void") ? "  " : "  return ").append("table->").append(k.entry(e));
        out.append('(').append(k.exportedArguments()).append(");\n}\n\n");
      }
    }
    return out.toString();
  }
}
