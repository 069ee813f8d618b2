package org.gradcore.codegen.abi;

import java.util.Locale;
import java.util.stream.Collectors;

/** {@code Native.java}: the binding. */
final class JavaBinding implements AbiFile {
  @Override
  public String path() {
    return "java/org/gradcore/presets/Native.java";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    out.append(
        """
        package org.gradcore.presets;

        import java.util.List;
        import org.bytedeco.javacpp.annotation.Cast;
        import org.bytedeco.javacpp.annotation.Const;
        import org.bytedeco.javacpp.annotation.CriticalRegion;
        import org.bytedeco.javacpp.annotation.NoException;
        import org.bytedeco.javacpp.annotation.Platform;

        /**
         * The C functions of gradcore's native library, one to one. Arrays are pinned for the call and never
         * copied; they may be null where the kernel allows it.
         *
         * <p>Offsets and lengths are not checked here: one that does not fit the array is undefined
         * behaviour, so only the argument-checked kernels of {@code org.gradcore.kernel} call these methods.
         * What stands in arrays of indices is checked as it is read.
         * They are usable once {@link NativeLibrary#load()} has succeeded.
         */
        @Platform(include = "gradcore.h", library = "jnigradcore")
        public final class Native {
          /** No instruction set: what {@link #gradcore_best_isa()} gives where none is supported. */
          public static final int ISA_NONE = 0;

          /** x86-64 with AVX2 and FMA. */
          public static final int ISA_AVX2 = 1;

          /** x86-64 with AVX-512 F, BW, VL and DQ. */
          public static final int ISA_AVX512 = 2;

          /** AArch64. */
          public static final int ISA_NEON = 3;

        """);
    out.append(
        "  /** What {@link #gradcore_abi()} must give for this class to fit the library. */\n");
    out.append("  public static final int ABI = ").append(table.checksum()).append(";\n\n");
    out.append(
        """
          /**
           * The bits of what a kernel with arrays of indices returns if an index was out of its range; the
           * arrays that it writes then hold anything.
           */
        """);
    out.append("  public static final long BAD_INDEX = 0x");
    out.append(Long.toHexString(KernelTable.BAD_INDEX)).append("L;\n\n");
    rules(table, out);
    out.append(
        """
          private Native() {}

          /**
           * Gives the number of the ABI that the loaded library has.
           *
           * @return a number that changes with the functions of this class
           */
          @NoException
          public static native int gradcore_abi();

          /**
           * Tells whether the processor, the operating system and the library have an instruction set.
           *
           * @param isa one of the {@code ISA_} constants
           * @return 1 if it is supported, else 0
           */
          @NoException
          public static native int gradcore_isa_supported(int isa);

          /**
           * Gives the widest supported instruction set.
           *
           * @return one of the {@code ISA_} constants
           */
          @NoException
          public static native int gradcore_best_isa();

          /** Makes OpenBLAS use one thread. */
          @NoException
          public static native void gradcore_openblas_init();

          /**
           * Gives the version, the options and the processor that OpenBLAS found.
           *
           * @return OpenBLAS's own description
           */
          @NoException
          public static native @Cast("const char*") String gradcore_openblas_config();
        """);
    for (Kernel k : table.kernels()) {
      for (String e : Kernel.ELEMENTS) {
        out.append('\n').append(KernelJavadoc.of(k, e));
        out.append("  @CriticalRegion\n  @NoException\n  public static native ");
        out.append(k.exportedJava(e)).append(' ').append(k.function(e));
        out.append("(\n      int isa");
        k.parameters().forEach(p -> out.append(",\n      ").append(p.java(e)));
        out.append(");\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static void rules(KernelTable table, StringBuilder out) {
    for (String shape : table.shapes()) {
      String names =
          table.rules(shape).stream()
              .map(rule -> '"' + rule.name() + '"')
              .collect(Collectors.joining(", "));
      out.append("  /** The names of the rules of {@code ").append(shape);
      out.append("}, each at the index that is its number. */\n");
      out.append("  public static final List<String> ")
          .append(KernelRule.snake(shape).toUpperCase(Locale.ROOT));
      out.append("_RULES = List.of(").append(names).append(");\n\n");
    }
  }
}
