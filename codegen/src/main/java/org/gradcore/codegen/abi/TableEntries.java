package org.gradcore.codegen.abi;

/** {@code table.inc}: fills the struct of one instruction set with its kernels. */
final class TableEntries implements AbiFile {
  @Override
  public String path() {
    return "include/table.inc";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    out.append("extern const KernelTable TABLE = {\n");
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        out.append("    &").append(k.name()).append('<').append(e).append(">,\n");
      }
    }
    return out.append("};\n").toString();
  }
}
