package dev.portolan.cli.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in aligned columns, three blanks apart. Rows that come later keep to the columns so far, and
 * widen them when they must. Not thread-safe.
 */
public final class TextTable {
  private static final String GAP = "   ";

  private final List<String> columns;
  private final int[] widths;

  public TextTable(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.widths = columns.stream().mapToInt(String::length).toArray();
  }

  public void printHeader(PrintWriter out) {
    printRow(columns, out);
  }

  /** Makes room for these rows, which are printed later. */
  public void fit(List<List<String>> rows) {
    rows.forEach(row -> widen(plain(row)));
  }

  public void printRow(List<String> row, PrintWriter out) {
    List<String> cells = plain(row);
    widen(cells);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length())).append(GAP);
    }
    out.println(line.toString().stripTrailing());
  }

  private void widen(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalStateException(
          "row has %d cells, table %d columns: %s".formatted(cells.size(), columns.size(), cells));
    }
    for (int i = 0; i < cells.size(); i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private static List<String> plain(List<String> row) {
    List<String> cells = new ArrayList<>();
    row.forEach(cell -> cells.add(PlainText.of(cell)));
    return cells;
  }
}
