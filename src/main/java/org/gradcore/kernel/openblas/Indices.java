package org.gradcore.kernel.openblas;

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

  /** The rows that a matrix, its targets and its weights all have. */
  static int rows(int ofMatrix, int ofTargets, int ofWeights) {
    return Math.min(ofMatrix, Math.min(ofTargets, ofWeights));
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
