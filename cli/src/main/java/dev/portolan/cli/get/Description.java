package dev.portolan.cli.get;

import dev.portolan.cli.shell.Paragraph;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.Finding;
import java.util.List;

/** The parts of which descriptions are made: fields, tables, findings. */
record Description(Shell shell) {
  private static final int INDENT = 2;

  /** A line for each column that says something: {@code NETWORK net-east}. */
  void fields(List<String> columns, List<String> cells) {
    int width = columns.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < columns.size(); i++) {
      if (!cells.get(i).equals(Resources.NONE)) {
        line(columns.get(i) + " ".repeat(width - columns.get(i).length()) + "   " + cells.get(i));
      }
    }
  }

  /** A table with a heading; nothing where it has no rows. */
  void table(String heading, List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    heading(heading);
    TextTable table = new TextTable(columns, shell.width());
    table.fit(rows);
    table.printHeader(shell.out());
    rows.forEach(row -> table.printRow(row, shell.out()));
  }

  /** Who found what; nothing where nothing was found. */
  void findings(List<ClusterFinding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    heading("Findings:");
    for (ClusterFinding found : findings) {
      Finding finding = found.finding();
      String text =
          "%s %s %s in %s: %s"
              .formatted(
                  finding.getCode(),
                  finding.getReason(),
                  finding.getSubject(),
                  found.origin(),
                  finding.getMessage());
      int width = shell.width() == 0 ? Integer.MAX_VALUE : Math.max(20, shell.width() - INDENT);
      Paragraph.lines(text, width).forEach(part -> line(" ".repeat(INDENT) + part));
    }
  }

  /** A line after an empty one. */
  void heading(String text) {
    shell.out().println();
    line(text);
  }

  void line(String text) {
    shell.out().println(PlainText.of(text));
  }
}
