package org.gradcore.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What stands before the elements of an IDX file.
 *
 * @param type the element type, as written
 * @param dimensions the dimensions, none negative
 * @param count the number of elements, the product of the dimensions
 */
record IdxHeader(int type, int[] dimensions, int count) {

  static IdxHeader read(InputStream in, String source) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || !isMagic(magic)) {
      StringBuilder found = new StringBuilder(magic.length == 0 ? "no bytes" : "the first bytes");
      for (byte b : magic) {
        found.append(String.format(Locale.ROOT, " %02x", b & 0xff));
      }
      throw new DataFormatException(
          source,
          0,
          found.toString(),
          "00 00, an element type from 08 to 0e and a number of dimensions (IDX)");
    }
    int[] dimensions = new int[magic[3]];
    byte[] sizes = in.readNBytes(4 * dimensions.length);
    if (sizes.length < 4 * dimensions.length) {
      throw new DataFormatException(
          source, 0, "the end inside the header", dimensions.length + " dimensions");
    }
    long count = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = ByteBuffer.wrap(sizes).getInt(4 * i);
      if (dimensions[i] < 0) {
        throw new DataFormatException(
            source, 0, "dimension " + dimensions[i], "dimensions of at least 0");
      }
      count *= dimensions[i];
      if (count > Capacity.MAX) {
        throw Capacity.tooMany("values", source, 0);
      }
    }
    return new IdxHeader(magic[2], dimensions, (int) count);
  }

  /** Whether at least four bytes begin as an IDX file does. */
  static boolean isMagic(byte[] start) {
    return start[0] == 0
        && start[1] == 0
        && start[2] >= 0x08
        && start[2] <= 0x0e
        && start[2] != 0x0a
        && start[3] >= 1;
  }

  int elementBytes() {
    return switch (type) {
      case 0x08, 0x09 -> 1;
      case 0x0b -> 2;
      case 0x0c, 0x0d -> 4;
      default -> 8;
    };
  }

  /** Element {@code index} of big-endian bytes. Every element type fits a double exactly. */
  double element(ByteBuffer bytes, int index) {
    return switch (type) {
      case 0x08 -> bytes.get(index) & 0xff;
      case 0x09 -> bytes.get(index);
      case 0x0b -> bytes.getShort(2 * index);
      case 0x0c -> bytes.getInt(4 * index);
      case 0x0d -> bytes.getFloat(4 * index);
      default -> bytes.getDouble(8 * index);
    };
  }
}
