package org.gradcore.codegen.abi;

import java.util.stream.Collectors;

/** {@code ForeignFloatCrossing.java} and its double: the crossing by critical downcalls. */
final class ForeignCrossing implements AbiFile {
  private final String element;

  ForeignCrossing(String element) {
    this.element = element;
  }

  /** The name of the class. */
  static String name(String element) {
    return "Foreign" + CrossingInterface.name(element);
  }

  @Override
  public String path() {
    return "java/org/gradcore/presets/" + name(element) + ".java";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    out.append(
        """
        package org.gradcore.presets;

        import java.lang.invoke.MethodHandle;

        /**
         * Calls the {@code %s} functions of the native library by {@code java.lang.foreign}, those that are
         * prepared; the others by JNI. Once C2 has compiled a call, it costs less than by JNI and
         * allocates nothing; the calls before allocate. While one runs, every garbage collector waits.
         */
        public final class %s implements %s {
          /** Not constants for C2, so that a call is compiled by itself, see {@link Foreign#link}. */
          private static final MethodHandle[] HANDLES =
              new MethodHandle[NativeFunction.values().length];

          private final %s jni = new %4$s();

          /** Makes one; what is prepared is so in all. */
          public %2$s() {}

          @Override
          public boolean prepare(NativeFunction function) {
            synchronized (HANDLES) {
              if (!isPrepared(function)) {
                HANDLES[function.ordinal()] = link(function);
              }
              return isPrepared(function);
            }
          }

          @Override
          public boolean isPrepared(NativeFunction function) {
            return HANDLES[function.ordinal()] != null;
          }

          private static MethodHandle link(NativeFunction function) {
            return switch (function) {
        """
            .formatted(
                element,
                name(element),
                CrossingInterface.name(element),
                JniCrossing.name(element)));
    table.kernels().forEach(k -> out.append(link(k)));
    out.append("    };\n  }\n");
    table.kernels().forEach(k -> out.append('\n').append(method(k)));
    return out.append("}\n").toString();
  }

  private String link(Kernel kernel) {
    String types =
        kernel.parameters().stream()
            .map(p -> ", " + p.javaType(element) + ".class")
            .collect(Collectors.joining("", "int.class", ""));
    return """
          case %s ->
              Foreign.link(
                  "%s", %s.class,
                  %s);
    """
        .formatted(
            kernel.constantName(), kernel.function(element), kernel.exportedJava(element), types);
  }

  private String method(Kernel kernel) {
    String result = kernel.exportedJava(element);
    boolean none = kernel.exported().equals("void");
    String jni = "jni." + kernel.name() + "(" + kernel.exportedArguments() + ");";
    return """
      @Override
      public %s {
        MethodHandle handle = HANDLES[NativeFunction.%s.ordinal()];
        if (handle == null) {
          %s
        }
        try {
          %shandle.invokeExact(
              %s);
        } catch (Throwable thrown) {
          throw Foreign.unchecked(thrown);
        }
      }
    """
        .formatted(
            CrossingInterface.declaration(kernel, element),
            kernel.constantName(),
            none ? jni + "\n      return;" : "return " + jni,
            none ? "" : "return (" + result + ") ",
            arguments(kernel));
  }

  /** What the handle is given: an array that is null has an offset that says so. */
  private static String arguments(Kernel kernel) {
    return kernel.parameters().stream()
        .map(
            p -> p.isOffset() ? p.offsetOf() + " == null ? Foreign.ABSENT : " + p.name() : p.name())
        .collect(Collectors.joining(",\n          ", "isa,\n          ", ""));
  }
}
