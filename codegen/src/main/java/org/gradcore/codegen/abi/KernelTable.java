package org.gradcore.codegen.abi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * All kernels of the native library.
 *
 * @param kernels in the order of the table
 */
record KernelTable(List<Kernel> kernels) {
  /** The bits of the NaN that says that an index was out of its range. */
  static final long BAD_INDEX = 0x7ff8_bad1_de70_0000L;

  /** A number that changes with every change of the ABI: a library and a binding must agree. */
  int checksum() {
    // Of the records' own text, which has all that they hold.
    CRC32 crc = new CRC32();
    crc.update(kernels.toString().getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue() & 0x7fffffff;
  }

  /** The families, in the order of their first kernels. */
  List<String> families() {
    return kernels.stream().map(Kernel::family).distinct().toList();
  }
}
