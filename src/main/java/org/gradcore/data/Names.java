package org.gradcore.data;

import java.util.List;

/** Names of columns and classes in messages. */
public final class Names {
  private static final int LONGEST_LIST = 10;

  private Names() {}

  /**
   * The names in quotes, cut and escaped so that they fit a one-line message: the first 10, and how
   * many more there are.
   *
   * @param names the names
   * @return {@code 'a', 'b'} or the like
   */
  public static String list(List<String> names) {
    String shown =
        String.join(
            ", ", names.stream().limit(LONGEST_LIST).map(DataFormatException::quote).toList());
    int more = names.size() - LONGEST_LIST;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
