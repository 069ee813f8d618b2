package org.gradcore.codegen.abi;

/** {@code FloatCrossing.java} and its double: the exported functions as methods of an object. */
final class CrossingInterface implements AbiFile {
  private final String element;

  CrossingInterface(String element) {
    this.element = element;
  }

  /** The name of the interface. */
  static String name(String element) {
    return Character.toUpperCase(element.charAt(0)) + element.substring(1) + "Crossing";
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

        /**
         * A way to call the {@code %1$s} functions of gradcore's native library: by JNI or by
         * {@code java.lang.foreign}. Both give the same bits, copy no array and allocate nothing.
         *
         * <p>An array that has an offset may be null where the kernel allows it. Offsets and lengths are not
         * checked here: one that does not fit the array is undefined behaviour, so only the
         * argument-checked kernels of {@code org.gradcore.kernel} call these methods. What stands in
         * arrays of indices is checked as it is read. They are usable once {@link NativeLibrary#load()} has
         * succeeded.
         */
        public sealed interface %2$s permits Jni%2$s, Foreign%2$s {
          /**
           * Makes a function ready in this way of calling, and waits for that; it can take 100 ms. Calls are
           * right without it, but the first would take as long.
           *
           * @param function the function
           * @return whether calls go this way from now on
           */
          boolean prepare(NativeFunction function);

          /**
           * Tells, in a nanosecond, whether {@link #prepare} has succeeded.
           *
           * @param function the function
           * @return whether it has; always true where nothing needs to be prepared
           */
          boolean isPrepared(NativeFunction function);
        """
            .formatted(element, name(element)));
    for (Kernel k : table.kernels()) {
      out.append('\n').append(KernelJavadoc.of(k, element)).append("  ");
      out.append(declaration(k, element)).append(";\n");
    }
    return out.append("}\n").toString();
  }

  /** Result, name and parameters of a kernel's method. */
  static String declaration(Kernel kernel, String element) {
    String parameters = kernel.exportedParametersJava(element);
    return kernel.exportedJava(element) + " " + kernel.name() + "(" + parameters + ")";
  }
}
