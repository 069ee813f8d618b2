package org.gradcore.codegen.abi;

/** {@code families.inc}: includes the kernels. */
final class FamilyIncludes implements AbiFile {
  @Override
  public String path() {
    return "include/families.inc";
  }

  @Override
  public String text(KernelTable table) {
    StringBuilder out = new StringBuilder(NOTE);
    table.families().forEach(f -> out.append("#include \"").append(f).append(".hpp\"\n"));
    return out.toString();
  }
}
