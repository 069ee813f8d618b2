package org.gradcore.codegen.abi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * All kernels of the native library.
 *
 * @param kernels in the order of the table
 * @param rules the rules of those that are shapes, in the order of the table
 */
record KernelTable(List<Kernel> kernels, List<KernelRule> rules) {
  /** The bits of the NaN that says that an index was out of its range. */
  static final long BAD_INDEX = 0x7ff8_bad1_de70_0000L;

  /** What the exported functions do beyond the table: another text for another behaviour. */
  private static final String CONVENTION = "a negative offset is that of an absent array";

  /** A number that changes with every change of the ABI: a library and a binding must agree. */
  int checksum() {
    // Of the records' own text, which has all that they hold.
    CRC32 crc = new CRC32();
    crc.update((CONVENTION + kernels + rules).getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue() & 0x7fffffff;
  }

  /** The rules of a kernel: the first has the number 0. */
  List<KernelRule> rules(String kernel) {
    return rules.stream().filter(r -> r.kernel().equals(kernel)).toList();
  }

  /** The kernels that have rules. */
  List<String> shapes() {
    return rules.stream().map(KernelRule::kernel).distinct().toList();
  }

  /** The families, in the order of their first kernels. */
  List<String> families() {
    return kernels.stream().map(Kernel::family).distinct().toList();
  }
}
