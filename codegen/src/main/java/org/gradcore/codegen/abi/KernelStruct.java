package org.gradcore.codegen.abi;

/** {@code kernel_table.h}: the struct of the kernels of one instruction set. */
final class KernelStruct implements AbiFile {
  @Override
  public String path() {
    return "include/kernel_table.h";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    out.append(
        """
        #ifndef GRADCORE_KERNEL_TABLE_H
        #define GRADCORE_KERNEL_TABLE_H

        #include <stdint.h>

        namespace gradcore {

        // The kernels of one instruction set, called as the exported functions are.
        struct KernelTable {
        """);
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        out.append("  ").append(Parameter.cType(k.exported(), e)).append(" (*");
        out.append(k.entry(e)).append(")(");
        out.append(k.exportedC(e)).append(");\n");
      }
    }
    out.append(
        """
        };

        // The table of a supported instruction set, else null.
        const KernelTable* kernels(int isa);

        }  // namespace gradcore

        #endif
        """);
    return out.toString();
  }
}
