package org.gradcore.codegen.abi;

/** One of the files that are generated from the table of kernels. */
interface AbiFile {
  /** The first line of each. */
  String NOTE = "// Generated from cpp/kernels.txt by GenerateAbi.java.\n";

  /** Where it goes, relative to the output root. */
  String path();

  /** What it holds. */
  String text(KernelTable table);
}
