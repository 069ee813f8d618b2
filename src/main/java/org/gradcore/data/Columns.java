package org.gradcore.data;

import java.util.Arrays;
import java.util.Objects;

/** Selections of columns. */
final class Columns {
  private Columns() {}

  /**
   * Checks numbers of columns.
   *
   * @param which the numbers, from 0
   * @param columns how many columns there are
   * @return for each of these its place in {@code which}, or -1
   * @throws IllegalArgumentException if a column is there twice
   * @throws IndexOutOfBoundsException if there is no such column
   */
  static int[] places(int[] which, int columns) {
    int[] places = new int[columns];
    Arrays.fill(places, -1);
    for (int i = 0; i < which.length; i++) {
      int column = Objects.checkIndex(which[i], columns);
      if (places[column] >= 0) {
        throw new IllegalArgumentException(
            "column " + column + " twice: each may be selected once");
      }
      places[column] = i;
    }
    return places;
  }
}
