package org.gradcore.data;

import java.util.List;

/**
 * Where the columns of a model stand in other data.
 *
 * @param columns for each column of the model its number in the other data, from 0; empty when they
 *     are the same, in the same order, or known by position alone
 * @param ignored the names of the other data's columns that the model does not have
 */
public record ColumnMatch(int[] columns, List<String> ignored) {
  /** The columns as they stand. */
  static final ColumnMatch SAME = new ColumnMatch(new int[0], List.of());

  /** Takes the array as it is. */
  public ColumnMatch {
    ignored = List.copyOf(ignored);
  }

  /** {@return whether the columns are to be taken as they stand} */
  public boolean same() {
    return columns.length == 0;
  }
}
