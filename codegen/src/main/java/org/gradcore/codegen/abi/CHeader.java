package org.gradcore.codegen.abi;

import java.util.List;
import java.util.Locale;

/** {@code gradcore.h}: the C ABI. */
final class CHeader implements AbiFile {
  @Override
  public String path() {
    return "include/gradcore.h";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    out.append(
        """
        #ifndef GRADCORE_H
        #define GRADCORE_H

        #include <stdint.h>

        #if defined(_WIN32)
        #define GRADCORE_EXPORT __declspec(dllexport)
        #else
        #define GRADCORE_EXPORT __attribute__((visibility("default")))
        #endif

        // Instruction sets, the first parameter of every kernel.
        #define GRADCORE_ISA_NONE 0
        #define GRADCORE_ISA_AVX2 1
        #define GRADCORE_ISA_AVX512 2
        #define GRADCORE_ISA_NEON 3

        #ifdef __cplusplus
        extern "C" {
        #endif

        // A number that changes with the functions declared here.
        GRADCORE_EXPORT int gradcore_abi(void);
        // 1 if the processor, the operating system and this library have the instruction set, else 0.
        GRADCORE_EXPORT int gradcore_isa_supported(int isa);
        // The widest supported instruction set, or GRADCORE_ISA_NONE.
        GRADCORE_EXPORT int gradcore_best_isa(void);
        // Makes OpenBLAS use one thread: the layer above splits the work. Call it once, before any kernel.
        GRADCORE_EXPORT void gradcore_openblas_init(void);
        // Version, options and processor that OpenBLAS found.
        GRADCORE_EXPORT const char* gradcore_openblas_config(void);

        // A kernel that is called with an instruction set that is not supported does nothing and
        // returns NaN, or 0 if it returns a whole number. Java never makes such a call.

        // An array may be absent where the kernel allows it: the pointer is null, or its offset is
        // negative and the pointer is not looked at.

        // What a kernel with arrays of indices returns, as the bits of a double, if an index was out
        // of its range: a NaN that no sum has. The arrays that it writes then hold anything.
        """);
    out.append("#define GRADCORE_BAD_INDEX UINT64_C(0x")
        .append(Long.toHexString(KernelTable.BAD_INDEX));
    out.append(")\n\n");
    out.append("#define GRADCORE_ABI ").append(table.checksum()).append("\n\n");
    for (String shape : table.shapes()) {
      out.append("// The rules of ").append(shape).append(".\n");
      List<KernelRule> rules = table.rules(shape);
      for (KernelRule rule : rules) {
        out.append("#define ").append(rule.constant()).append(' ').append(rules.indexOf(rule));
        out.append('\n');
      }
      out.append("#define GRADCORE_")
          .append(KernelRule.snake(shape).toUpperCase(Locale.ROOT))
          .append("_RULES ");
      out.append(rules.size()).append("\n\n");
    }
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        out.append("GRADCORE_EXPORT ").append(Parameter.cType(k.exported(), e)).append(' ');
        out.append(k.function(e)).append('(').append(k.exportedC(e)).append(");\n");
      }
    }
    out.append(
        """

        #ifdef __cplusplus
        }
        #endif

        #endif
        """);
    return out.toString();
  }
}
