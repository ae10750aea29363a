package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** Prints a list, or the one item that was named, in the asked format. */
record ListPrinter<T>(Resources<T> resources, OutputFormat format, boolean headers, Shell shell) {

  /** {@code single}: the item itself instead of a list of one. */
  void print(Listed<T> listed, boolean single) {
    PrintWriter out = shell.out();
    switch (format) {
      case TABLE, WIDE -> table(listed.items(), out);
      case NAME -> listed.items().forEach(item -> out.print(named(resources, item) + "\n"));
      case JSON -> out.print(Json.indented(tree(listed, single)));
      case YAML -> out.print(Json.yaml(tree(listed, single)));
    }
  }

  static <T> String named(Resources<T> resources, T item) {
    return PlainText.of(resources.singular() + "/" + resources.path(item));
  }

  private void table(List<T> items, PrintWriter out) {
    boolean wide = format == OutputFormat.WIDE;
    Instant now = shell.clock().instant();
    List<List<String>> rows = items.stream().map(item -> resources.cells(item, wide, now)).toList();
    TextTable table =
        new TextTable(
            headers
                ? resources.columns(wide)
                : resources.columns(wide).stream().map(column -> "").toList(),
            wide ? 0 : shell.width());
    table.fit(rows);
    if (headers && !rows.isEmpty()) {
      table.printHeader(out);
    }
    rows.forEach(row -> table.printRow(row, out));
  }

  private ObjectNode tree(Listed<T> listed, boolean single) {
    if (single && listed.items().size() == 1) {
      return resources.json(listed.items().get(0));
    }
    ObjectNode list = Json.object().put("kind", "List");
    list.set("revision", Json.of(listed.revision()));
    ArrayNode items = list.putArray("items");
    listed.items().forEach(item -> items.add(resources.json(item)));
    return list;
  }
}
