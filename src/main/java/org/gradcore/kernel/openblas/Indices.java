package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.presets.Native;

/**
 * Native code reads indices from arrays that another thread may change meanwhile: it compares each
 * with the limits that are computed here from the lengths of arrays, which nobody can change.
 */
final class Indices {
  private Indices() {}

  /** How many rows a dense array holds from the offset on. */
  static int denseRows(int arrayLength, int xOffset, int features) {
    return features == 0 ? Integer.MAX_VALUE : (arrayLength - xOffset) / features;
  }

  /** How many rows have a begin and an end among the row pointers. */
  static int sparseRows(int[] rowPointers) {
    return Math.max(0, rowPointers.length - 1);
  }

  /** An offset that is within the array. */
  static int offset(int offset, int arrayLength) {
    return Objects.checkFromToIndex(offset, arrayLength, arrayLength);
  }

  /** Where a range begins, if all of it is there. */
  static int range(int arrayLength, int offset, long needed) {
    return (int) Objects.checkFromIndexSize((long) offset, needed, (long) arrayLength);
  }

  /**
   * The result of a kernel that reads indices.
   *
   * @throws IndexOutOfBoundsException if one was out of its range; the call ended there
   */
  static double checked(double result) {
    if (result != result && Double.doubleToRawLongBits(result) == Native.BAD_INDEX) {
      throw new IndexOutOfBoundsException(
          "an index in rows, rowPointers, columns or target was out of its range when it was read");
    }
    return result;
  }
}
