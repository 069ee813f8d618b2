package org.gradcore.codegen.abi;

/** The Javadoc of a method that is a kernel. */
final class KernelJavadoc {
  private KernelJavadoc() {}

  /** Lines from the opening to the end of the comment, indented as a member. */
  static String of(Kernel kernel, String element) {
    StringBuilder out = new StringBuilder("  /**\n   * Kernel {@code ").append(kernel.name());
    out.append("} of the family {@code ").append(kernel.family());
    out.append("} for {@code ").append(element).append("}.\n   *\n");
    out.append("   * @param isa a supported instruction set\n");
    for (Parameter p : kernel.parameters()) {
      out.append("   * @param ").append(p.name()).append(' ').append(p.doc()).append('\n');
    }
    if (kernel.readsIndices()) {
      String value = kernel.returnsNothing() ? "0" : "the result of the kernel";
      out.append("   * @return ").append(value).append(", or {@link Native#BAD_INDEX}\n");
    } else if (!kernel.returnsNothing()) {
      out.append("   * @return the result of the kernel\n");
    }
    return out.append("   */\n").toString();
  }
}
