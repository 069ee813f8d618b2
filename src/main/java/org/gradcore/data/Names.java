package org.gradcore.data;

import java.util.List;

/** Names in messages. */
final class Names {
  private static final int LONGEST_LIST = 10;

  private Names() {}

  /** The names in quotes, the first 10 and how many more there are. */
  static String list(List<String> names) {
    String shown =
        String.join(
            ", ", names.stream().limit(LONGEST_LIST).map(DataFormatException::quote).toList());
    int more = names.size() - LONGEST_LIST;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
