package org.gradcore.codegen.abi;

/** {@code JniFloatCrossing.java} and its double: the crossing by the binding. */
final class JniCrossing implements AbiFile {
  private final String element;

  JniCrossing(String element) {
    this.element = element;
  }

  /** The name of the class. */
  static String name(String element) {
    return "Jni" + CrossingInterface.name(element);
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

        /** Calls the {@code %s} functions of the native library by JNI: ready from the first call. */
        public final class %s implements %s {
          /** Makes one; it has no state. */
          public %2$s() {}

          @Override
          public boolean prepare(NativeFunction function) {
            return true;
          }

          @Override
          public boolean isPrepared(NativeFunction function) {
            return true;
          }
        """
            .formatted(element, name(element), CrossingInterface.name(element)));
    for (Kernel k : table.kernels()) {
      String call = "Native." + k.function(element) + "(" + k.exportedArguments() + ");\n";
      out.append("\n  @Override\n  public ").append(CrossingInterface.declaration(k, element));
      out.append(" {\n    ").append(k.exported().equals("void") ? "" : "return ").append(call);
      out.append("  }\n");
    }
    return out.append("}\n").toString();
  }
}
