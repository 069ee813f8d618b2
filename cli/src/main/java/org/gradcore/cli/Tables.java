package org.gradcore.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A plain text table with a header; picocli lays it out. */
final class Tables {
  private static final int WIDEST = 200;

  private final List<String[]> rows = new ArrayList<>();

  Tables(String... header) {
    rows.add(header);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).length;
    Column[] layout = new Column[columns];
    int width = 0;
    for (int c = 0; c < columns; c++) {
      int column = c;
      int longest = rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
      int indent = c == 0 ? 0 : 2;
      layout[c] = new Column(longest + indent, indent, Overflow.SPAN);
      width += longest + indent;
    }
    TextTable table =
        TextTable.forColumns(
            picocli.CommandLine.Help.defaultColorScheme(Ansi.OFF),
            widen(layout, Math.max(width, UsageMessageSpec.DEFAULT_USAGE_WIDTH)));
    rows.forEach(table::addRowValues);
    Arrays.stream(table.toString().split("\\R")).map(String::stripTrailing).forEach(out::println);
  }

  /** picocli wants the columns to fill its width: the last one takes what is left. */
  private static Column[] widen(Column[] layout, int width) {
    int used = 0;
    for (int c = 0; c < layout.length - 1; c++) {
      used += layout[c].width;
    }
    Column last = layout[layout.length - 1];
    int rest = Math.min(Math.max(last.width, width - used), Math.max(WIDEST, last.width));
    layout[layout.length - 1] = new Column(rest, last.indent, last.overflow);
    return layout;
  }
}
