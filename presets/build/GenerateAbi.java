import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Turns the table of kernels into everything that lists kernels. Run by the build as {@code java
 * GenerateAbi.java cpp/kernels.txt OUTPUT_ROOT}; the format is described in the table itself.
 *
 * <p>Written to the output root: {@code include/gradcore.h} (the C ABI), {@code
 * include/kernel_table.h} (the struct of one ISA's kernels), {@code include/families.inc} (includes
 * the kernels), {@code include/table.inc} (fills the struct), {@code include/exports.inc} (the
 * exported functions, which dispatch on the ISA) and {@code java/org/gradcore/presets/Native.java}
 * (the binding). A file that would not change is left alone.
 */
public final class GenerateAbi {
  private static final String NOTE = "Generated from cpp/kernels.txt by GenerateAbi.java.";
  private static final Set<String> SCALARS = Set.of("int", "long", "double", "T");
  private static final Pattern LINE =
      Pattern.compile("([a-z]+)\\s+([a-z]\\w*)\\s+(\\w+)\\s*\\|\\s*(.*)");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
  private static final Pattern PARAMETER =
      Pattern.compile("(const\\s+)?(\\w+)\\s*(\\*)?\\s*\\b([A-Za-z_]\\w*)");
  private static final Set<String> RESERVED =
      Set.of(
          """
          abstract alignas alignof and asm assert auto bitand bitor bool boolean break byte case \
          catch char class compl concept const constexpr continue decltype default delete do \
          double else enum explicit export extends extern final finally float for friend goto if \
          implements import inline instanceof int interface isa long mutable namespace native new \
          noexcept not nullptr operator or package private protected public register requires \
          return short signed sizeof static strictfp struct super switch synchronized table \
          template this throw throws transient try typedef typeid typename union unsigned using \
          virtual void volatile while xor"""
              .split(" "));

  /** The bits of the NaN that says that an index was out of its range. */
  private static final long BAD_INDEX = 0x7ff8_bad1_de70_0000L;

  /** The element types, in the order in which they are generated. */
  private static final List<String> ELEMENTS = List.of("float", "double");

  private record Parameter(String type, boolean pointer, boolean constant, String name) {
    String c(String element) {
      return (constant ? "const " : "") + cType(type, element) + (pointer ? "* " : " ") + name;
    }

    String java(String element) {
      String base = type.equals("T") ? element : type;
      if (!pointer) {
        return base + " " + name;
      }
      // int64_t is long on one system and long long on another; the cast fits both.
      String annotation =
          type.equals("long")
              ? "@Cast(\"" + (constant ? "const " : "") + "int64_t*\") "
              : constant ? "@Const " : "";
      return annotation + base + "[] " + name;
    }

    String doc() {
      if (pointer) {
        return constant ? "array, only read" : "array, written";
      }
      if (name.endsWith("Offset")) {
        return "index of the first element used of {@code "
            + name.substring(0, name.length() - "Offset".length())
            + "}";
      }
      return "value of {@code " + name + "}";
    }
  }

  private record Kernel(String family, String name, String result, List<Parameter> parameters) {
    String function(String element) {
      return "gradcore_" + name + "_" + element;
    }

    String c(String element, boolean withIsa) {
      return (withIsa ? "int isa, " : "")
          + parameters.stream().map(p -> p.c(element)).collect(Collectors.joining(", "));
    }

    String arguments() {
      return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /** Whether the kernel reads indices from an array, and so can end early. */
    boolean readsIndices() {
      return parameters.stream()
          .anyMatch(p -> p.pointer() && p.constant() && p.type().equals("int"));
    }

    /** The type that the exported function returns. */
    String exported() {
      return readsIndices() ? "double" : result;
    }
  }

  /** A line of the table that cannot be used; the message names the line. */
  private static final class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    TableException(String message) {
      super(message);
    }
  }

  private GenerateAbi() {}

  private static String cType(String type, String element) {
    return switch (type) {
      case "T" -> element;
      case "long" -> "int64_t";
      default -> type;
    };
  }

  static List<Kernel> read(Path table) throws IOException, TableException {
    List<Kernel> kernels = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    List<String> text = Files.readAllLines(table);
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = table + ":" + (i + 1) + ": ";
      Kernel kernel = parse(line, where, table.resolveSibling("src"));
      Integer other = lines.putIfAbsent(kernel.name(), i + 1);
      if (other != null) {
        throw new TableException(
            where + "kernel " + kernel.name() + " is already in line " + other);
      }
      kernels.add(kernel);
    }
    if (kernels.isEmpty()) {
      throw new TableException(table + ": no kernel in the table");
    }
    return kernels;
  }

  private static Kernel parse(String line, String where, Path sources) throws TableException {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new TableException(
          where + "expected: family kernel returnType | parameters, found: " + line);
    }
    String family = m.group(1);
    String name = m.group(2);
    String result = m.group(3);
    Path source = sources.resolve(family + ".hpp");
    if (!Files.exists(source)) {
      throw new TableException(where + "family " + family + " needs a file " + source);
    }
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new TableException(
          where + "kernel name " + name + " must be lowerCamelCase and no keyword");
    }
    if (!result.equals("void") && !SCALARS.contains(result)) {
      throw new TableException(
          where + "unknown return type " + result + ", known are void, " + sorted(SCALARS));
    }
    if (m.group(4).isEmpty()) {
      throw new TableException(where + "kernel " + name + " has no parameter");
    }
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : m.group(4).split(",", -1)) {
      Parameter parameter = parseParameter(part.strip(), where);
      if (!names.add(parameter.name())) {
        throw new TableException(where + "parameter " + parameter.name() + " is there twice");
      }
      parameters.add(parameter);
    }
    for (Parameter p : parameters) {
      if (p.name().endsWith("Offset")) {
        String of = p.name().substring(0, p.name().length() - "Offset".length());
        boolean found = parameters.stream().anyMatch(q -> q.pointer() && q.name().equals(of));
        if (!found || p.pointer() || !p.type().equals("int")) {
          throw new TableException(
              where + p.name() + " must be an int and belong to a pointer named " + of);
        }
      }
    }
    return new Kernel(family, name, result, List.copyOf(parameters));
  }

  private static Parameter parseParameter(String text, String where) throws TableException {
    Matcher m = PARAMETER.matcher(text);
    if (!m.matches()) {
      throw new TableException(
          where + "expected a parameter like: const T* x, found: '" + text + "'");
    }
    boolean constant = m.group(1) != null;
    String type = m.group(2);
    boolean pointer = m.group(3) != null;
    String name = m.group(4);
    if (!SCALARS.contains(type)) {
      throw new TableException(
          where + "unknown type " + type + " of " + name + ", known are " + sorted(SCALARS));
    }
    if (constant && !pointer) {
      throw new TableException(where + name + ": only pointers are const");
    }
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new TableException(
          where + "parameter name " + name + " must be lowerCamelCase and no keyword");
    }
    return new Parameter(type, pointer, constant, name);
  }

  private static String sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  /** A number that changes with every change of the ABI: a library and a binding must agree. */
  static int checksum(List<Kernel> kernels) {
    CRC32 crc = new CRC32();
    crc.update(kernels.toString().getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue() & 0x7fffffff;
  }

  private static String header(List<Kernel> kernels) {
    StringBuilder out = new StringBuilder();
    out.append("// ").append(NOTE).append('\n');
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

        // What a kernel with arrays of indices returns, as the bits of a double, if an index was out
        // of its range: a NaN that no sum has. The arrays that it writes then hold anything.
        """);
    out.append("#define GRADCORE_BAD_INDEX UINT64_C(0x").append(Long.toHexString(BAD_INDEX));
    out.append(")\n\n");
    out.append("#define GRADCORE_ABI ").append(checksum(kernels)).append("\n\n");
    for (Kernel k : kernels) {
      for (String e : ELEMENTS) {
        out.append("GRADCORE_EXPORT ").append(cType(k.exported(), e)).append(' ');
        out.append(k.function(e)).append('(').append(k.c(e, true)).append(");\n");
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

  private static String kernelTable(List<Kernel> kernels) {
    StringBuilder out = new StringBuilder();
    out.append("// ").append(NOTE).append('\n');
    out.append(
        """
        #ifndef GRADCORE_KERNEL_TABLE_H
        #define GRADCORE_KERNEL_TABLE_H

        #include <stdint.h>

        namespace gradcore {

        // The kernels of one instruction set.
        struct KernelTable {
        """);
    for (Kernel k : kernels) {
      for (String e : ELEMENTS) {
        out.append("  ").append(cType(k.result(), e)).append(" (*");
        out.append(k.name()).append('_').append(e).append(")(");
        out.append(k.c(e, false)).append(");\n");
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

  private static String families(List<Kernel> kernels) {
    Set<String> families = new LinkedHashSet<>();
    kernels.forEach(k -> families.add(k.family()));
    StringBuilder out = new StringBuilder("// " + NOTE + "\n");
    families.forEach(f -> out.append("#include \"").append(f).append(".hpp\"\n"));
    return out.toString();
  }

  private static String table(List<Kernel> kernels) {
    StringBuilder out = new StringBuilder("// " + NOTE + "\n");
    out.append("extern const KernelTable TABLE = {\n");
    for (Kernel k : kernels) {
      for (String e : ELEMENTS) {
        out.append("    &").append(k.name()).append('<').append(e).append(">,\n");
      }
    }
    return out.append("};\n").toString();
  }

  private static String exports(List<Kernel> kernels) {
    StringBuilder out = new StringBuilder("// " + NOTE + "\n");
    for (Kernel k : kernels) {
      for (String e : ELEMENTS) {
        String type = cType(k.exported(), e);
        String none =
            switch (type) {
              case "void" -> "return;";
              case "float", "double" -> "return std::numeric_limits<" + type + ">::quiet_NaN();";
              default -> "return 0;";
            };
        String call = "table->" + k.name() + "_" + e + "(" + k.arguments() + ")";
        out.append(type).append(' ').append(k.function(e));
        out.append('(').append(k.c(e, true)).append(") {\n");
        out.append("  const gradcore::KernelTable* table = gradcore::kernels(isa);\n");
        out.append("  if (table == nullptr) ").append(none).append('\n');
        if (k.readsIndices()) {
          String body = k.result().equals("void") ? call + "; return 0.0;" : "return " + call + ";";
          out.append("  return gradcore::endingEarly([&] { ").append(body).append(" });\n}\n\n");
        } else {
          out.append(type.equals("void") ? "  " : "  return ").append(call).append(";\n}\n\n");
        }
      }
    }
    return out.toString();
  }

  private static String binding(List<Kernel> kernels) {
    StringBuilder out = new StringBuilder();
    out.append("// ").append(NOTE).append('\n');
    out.append(
        """
        package org.gradcore.presets;

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
    out.append("  public static final int ABI = ").append(checksum(kernels)).append(";\n\n");
    out.append(
        """
          /**
           * The bits of what a kernel with arrays of indices returns if an index was out of its range; the
           * arrays that it writes then hold anything.
           */
        """);
    out.append("  public static final long BAD_INDEX = 0x");
    out.append(Long.toHexString(BAD_INDEX)).append("L;\n\n");
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
    for (Kernel k : kernels) {
      for (String e : ELEMENTS) {
        out.append("\n  /**\n   * Kernel {@code ").append(k.name());
        out.append("} of the family {@code ").append(k.family());
        out.append("} for {@code ").append(e).append("}.\n   *\n");
        out.append("   * @param isa a supported instruction set\n");
        for (Parameter p : k.parameters()) {
          out.append("   * @param ").append(p.name()).append(' ').append(p.doc()).append('\n');
        }
        if (k.readsIndices()) {
          String value = k.result().equals("void") ? "0" : "the result of the kernel";
          out.append("   * @return ").append(value).append(", or {@link #BAD_INDEX}\n");
        } else if (!k.result().equals("void")) {
          out.append("   * @return the result of the kernel\n");
        }
        out.append("   */\n  @CriticalRegion\n  @NoException\n  public static native ");
        out.append(k.exported().equals("T") ? e : k.exported()).append(' ').append(k.function(e));
        out.append("(\n      int isa");
        k.parameters().forEach(p -> out.append(",\n      ").append(p.java(e)));
        out.append(");\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: java GenerateAbi.java TABLE OUTPUT_ROOT, given " + args.length);
      System.exit(2);
    }
    try {
      List<Kernel> kernels = read(Path.of(args[0]).toAbsolutePath().normalize());
      Path include = Path.of(args[1], "include");
      write(include.resolve("gradcore.h"), header(kernels));
      write(include.resolve("kernel_table.h"), kernelTable(kernels));
      write(include.resolve("families.inc"), families(kernels));
      write(include.resolve("table.inc"), table(kernels));
      write(include.resolve("exports.inc"), exports(kernels));
      write(Path.of(args[1], "java/org/gradcore/presets/Native.java"), binding(kernels));
    } catch (TableException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
