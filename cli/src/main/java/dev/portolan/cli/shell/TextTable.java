package dev.portolan.cli.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in aligned columns, three blanks apart. Rows that come later keep to the columns so far, and
 * widen them when they must. Where lines have an end, the last column breaks at blanks. Not
 * thread-safe.
 */
public final class TextTable {
  private static final String GAP = "   ";

  /** With less room than this for the last column, it stands on lines of its own. */
  private static final int LEAST_WIDTH = 24;

  private static final String INDENT = "    ";

  private final List<String> columns;
  private final int[] widths;
  private final int lineWidth;

  /** {@code lineWidth}: characters per line, 0 if lines have no end. */
  public TextTable(List<String> columns, int lineWidth) {
    this.columns = List.copyOf(columns);
    this.lineWidth = lineWidth;
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
    int last = cells.size() - 1;
    for (int i = 0; i < last; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length())).append(GAP);
    }
    String end = cells.get(last);
    if (lineWidth == 0 || line.length() + end.length() <= lineWidth || end.indexOf(' ') < 0) {
      out.println(line.append(end).toString().stripTrailing());
    } else if (lineWidth - line.length() < LEAST_WIDTH) {
      out.println(line.toString().stripTrailing());
      Paragraph.lines(end, lineWidth - INDENT.length()).forEach(part -> out.println(INDENT + part));
    } else {
      String below = " ".repeat(line.length());
      List<String> parts = Paragraph.lines(end, lineWidth - line.length());
      out.println(line.append(parts.get(0)));
      parts.stream().skip(1).forEach(part -> out.println(below + part));
    }
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
