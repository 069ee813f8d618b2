package org.gradcore.kernel;

/**
 * Argument checks that do not depend on the element type. A failed check throws with the argument's
 * name, what was given and what is allowed:
 *
 * <ul>
 *   <li>{@link NullPointerException}: a required array is null;
 *   <li>{@link IndexOutOfBoundsException}: an offset, row number, column index or class index lies
 *       outside, or an array is too short for what the call would touch;
 *   <li>{@link IllegalArgumentException}: a negative count, a forbidden overlap, an unknown flag or
 *       loss code.
 * </ul>
 */
final class Checks {
  private Checks() {}

  static void notNull(String name, Object array) {
    if (array == null) {
      throw new NullPointerException(name + " must not be null");
    }
  }

  /** A count such as a length or a number of rows. */
  static void count(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + ": " + count + " given, must be at least 0");
    }
  }

  /** An index of something that there are so many of. */
  static void index(String name, int index, int count) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException(
          name + ": " + index + " given, there are " + count + ", counted from 0");
    }
  }

  /** A part of the elements of a call. */
  static void part(int from, int count, int length) {
    if (from < 0 || count < 0 || count > length - from) {
      throw new IndexOutOfBoundsException(
          count + " elements from " + from + " given, the call has " + length);
    }
  }

  static void atLeastOne(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + ": " + count + " given, must be at least 1");
    }
  }

  /** {@code needed} elements of an array from {@code offset}; needed is not negative. */
  static void range(String name, int arrayLength, int offset, long needed) {
    if (offset < 0) {
      throw new IndexOutOfBoundsException(
          name + "Offset: " + offset + " given, must be at least 0");
    }
    if (needed > arrayLength - (long) offset) {
      throw new IndexOutOfBoundsException(
          name
              + ": "
              + needed
              + " elements from offset "
              + offset
              + " needed, but the array has "
              + arrayLength);
    }
  }

  /** Two ranges, at least one of which is written, must have no element in common. */
  static void disjoint(
      String name,
      Object a,
      int aOffset,
      long aLength,
      String other,
      Object b,
      int bOffset,
      long bLength) {
    if (a == b && intersect(aOffset, aLength, bOffset, bLength)) {
      throw overlap(name, aOffset, aLength, other, bOffset, bLength, "");
    }
  }

  /** As {@link #disjoint}, but both may be the same range (an update in place). */
  static void disjointOrSame(
      String name, Object a, int aOffset, String other, Object b, int bOffset, long length) {
    if (a == b && aOffset != bOffset && intersect(aOffset, length, bOffset, length)) {
      throw overlap(name, aOffset, length, other, bOffset, length, " unless they are the same");
    }
  }

  private static boolean intersect(int aOffset, long aLength, int bOffset, long bLength) {
    return aLength > 0 && bLength > 0 && aOffset < bOffset + bLength && bOffset < aOffset + aLength;
  }

  private static IllegalArgumentException overlap(
      String name,
      int aOffset,
      long aLength,
      String other,
      int bOffset,
      long bLength,
      String unless) {
    return new IllegalArgumentException(
        name
            + " and "
            + other
            + " overlap: elements "
            + span(aOffset, aLength)
            + " and "
            + span(bOffset, bLength)
            + " of one array given, they must not intersect"
            + unless);
  }

  private static String span(int offset, long length) {
    return offset + " to " + (offset + length - 1);
  }

  static void flags(int flags, int allowed, String names) {
    if ((flags & ~allowed) != 0) {
      throw new IllegalArgumentException("flags: " + flags + " given, allowed: " + names);
    }
  }

  /** The number of classes of a model. */
  static void classes(int count, int most) {
    atLeastOne("classes", count);
    if (count > most) {
      throw new IllegalArgumentException(
          "classes: " + count + " given, the kernel has one output, without classes");
    }
  }

  /** A range of the rows that the data hold. */
  static void rowRange(int firstRow, int rowCount, long available) {
    if (firstRow < 0) {
      throw new IndexOutOfBoundsException("firstRow: " + firstRow + " given, must be at least 0");
    }
    long limit = (long) firstRow + rowCount;
    if (rowCount > 0 && limit > available) {
      throw new IndexOutOfBoundsException(
          "rows " + firstRow + " to " + (limit - 1) + " given, but the data hold " + available);
    }
  }

  /**
   * Checks a part of a list of rows against the number of rows that the data hold.
   *
   * @return the largest row number of the part plus one; 0 if there is none
   */
  static int listed(int[] rows, int rowsOffset, int from, int count, long available) {
    int least = 0;
    int max = -1;
    int begin = rowsOffset + from;
    int end = begin + count;
    for (int i = begin; i < end; i++) {
      least = Math.min(least, rows[i]);
      max = Math.max(max, rows[i]);
    }
    if (least < 0 || max >= available) {
      for (int i = begin; i < end; i++) {
        if (rows[i] < 0 || rows[i] >= available) {
          throw new IndexOutOfBoundsException(
              "rows: row "
                  + rows[i]
                  + " given at position "
                  + (i - rowsOffset)
                  + ", but the data hold "
                  + available
                  + " rows");
        }
      }
    }
    return max + 1;
  }

  /** Rows of a dense row-major array that start at {@code xOffset}. */
  static long denseRows(int arrayLength, int xOffset, int features) {
    range("x", arrayLength, xOffset, 0);
    return features == 0 ? Integer.MAX_VALUE : (arrayLength - xOffset) / features;
  }

  /**
   * About how many stored entries the rows of a call have, for the choice of a backend. Nothing is
   * checked: kernels check row pointers and columns as they read them.
   *
   * @param stored how many entries the arrays hold
   */
  static long entries(int[] rowPointers, int stored, int[] rows, int firstRow, int rowCount) {
    if (rowCount == 0) {
      return 0;
    }
    long entries =
        rows == null
            ? (long) rowPointers[firstRow + rowCount] - rowPointers[firstRow]
            : (long) stored * rowCount / (rowPointers.length - 1);
    return Math.max(0, entries);
  }

  /**
   * What a CSR kernel ended with: it found a row pointer or a column that is out of its range.
   *
   * @return the exception that names it; if all are good now, one that says so
   */
  static IndexOutOfBoundsException badCsr(
      int[] rowPointers,
      int[] columns,
      int stored,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      IndexOutOfBoundsException found) {
    for (int p = 0; p < rowCount; p++) {
      int row = rows == null ? firstRow + p : rows[rowsOffset + p];
      if (row < 0 || row >= rowPointers.length - 1) {
        break;
      }
      int from = rowPointers[row];
      int to = rowPointers[row + 1];
      if (from < 0 || to < from || to > stored) {
        return new IndexOutOfBoundsException(
            "rowPointers: entries "
                + from
                + " to "
                + to
                + " (exclusive) given for row "
                + row
                + ", must be ascending and within 0 to "
                + stored);
      }
      for (int e = from; e < to; e++) {
        int column = columns[e];
        if (column < 0 || column >= features) {
          return new IndexOutOfBoundsException(
              "columns: index "
                  + column
                  + " given at entry "
                  + e
                  + ", allowed: 0 to "
                  + (features - 1));
        }
      }
    }
    IndexOutOfBoundsException changed =
        new IndexOutOfBoundsException(
            "rows, rowPointers, columns or target: an index was out of its range during the call and is"
                + " not any more: another thread has changed it");
    changed.initCause(found);
    return changed;
  }

  /** Class indices of the rows {@code from … from + count - 1}, or of listed rows. */
  static void classes(
      int[] target,
      int targetOffset,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int classes) {
    int least = 0;
    int largest = -1;
    if (rows == null) {
      int from = targetOffset + firstRow;
      for (int i = from; i < from + rowCount; i++) {
        least = Math.min(least, target[i]);
        largest = Math.max(largest, target[i]);
      }
    } else {
      for (int p = rowsOffset; p < rowsOffset + rowCount; p++) {
        int y = target[targetOffset + rows[p]];
        least = Math.min(least, y);
        largest = Math.max(largest, y);
      }
    }
    if (least < 0 || largest >= classes) {
      for (int p = 0; p < rowCount; p++) {
        int row = rows == null ? firstRow + p : rows[rowsOffset + p];
        int y = target[targetOffset + row];
        if (y < 0 || y >= classes) {
          throw new IndexOutOfBoundsException(
              "target: class " + y + " given for row " + row + ", allowed: 0 to " + (classes - 1));
        }
      }
    }
  }
}
