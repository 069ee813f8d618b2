package org.gradcore.data;

import java.nio.ByteBuffer;

/** IDX's single precision elements, in a file that has no double twin. */
final class IdxBytes {
  private IdxBytes() {}

  static void putSingle(ByteBuffer out, double value) {
    out.putFloat((float) value);
  }

  static double single(double value) {
    return (float) value;
  }
}
