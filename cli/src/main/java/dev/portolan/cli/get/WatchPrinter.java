package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.Revision;
import dev.portolan.v1.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints changes as they come: rows with an EVENT column, or one object each. The first list is
 * held until it is complete, so that its table is aligned. Not thread-safe.
 */
final class WatchPrinter<T> {
  private final Resources<T> resources;
  private final OutputFormat format;
  private final Shell shell;
  private final TextTable table;
  private final List<List<String>> firstRows = new ArrayList<>();
  private boolean headerDue;
  private boolean first = true;
  private boolean bookmarkDue = true;

  WatchPrinter(Resources<T> resources, OutputFormat format, boolean headers, Shell shell) {
    this.resources = resources;
    this.format = format;
    this.shell = shell;
    this.headerDue = headers;
    List<String> columns = columns();
    this.table =
        new TextTable(
            headers ? columns : columns.stream().map(column -> "").toList(),
            wide() ? 0 : shell.width());
  }

  void upserted(T item, Revision revision) {
    print(WatchEvent.WATCH_EVENT_UPSERTED, "UPSERTED", item, revision);
  }

  void removed(T item, Revision revision) {
    print(WatchEvent.WATCH_EVENT_REMOVED, "REMOVED", item, revision);
  }

  /** Shown to programs only, and only where something was shown since the last one. */
  void bookmark(Revision revision) {
    if (first) {
      first = false;
      table.fit(firstRows);
      firstRows.forEach(this::printRow);
      firstRows.clear();
    }
    if (bookmarkDue) {
      bookmarkDue = false;
      printObject(event(WatchEvent.WATCH_EVENT_BOOKMARK, revision));
    }
    shell.flush();
  }

  private void print(WatchEvent event, String word, T item, Revision revision) {
    bookmarkDue = true;
    switch (format) {
      case TABLE, WIDE -> {
        List<String> row = row(word, item);
        if (first) {
          firstRows.add(row);
        } else {
          printRow(row);
        }
      }
      case NAME -> {
        boolean removed = event == WatchEvent.WATCH_EVENT_REMOVED;
        shell.out().print(ListPrinter.named(resources, item) + (removed ? " removed\n" : "\n"));
      }
      case JSON, YAML -> {
        ObjectNode object = event(event, revision);
        object.set(resources.singular(), resources.json(item));
        printObject(object);
      }
    }
  }

  private void printObject(ObjectNode object) {
    if (format == OutputFormat.JSON) {
      shell.out().print(Json.line(object));
    } else if (format == OutputFormat.YAML) {
      shell.out().print("---\n" + Json.yaml(object));
    }
  }

  private void printRow(List<String> row) {
    if (headerDue) {
      headerDue = false;
      table.printHeader(shell.out());
    }
    table.printRow(row, shell.out());
  }

  private List<String> columns() {
    return Stream.concat(Stream.of("EVENT"), resources.columns(wide()).stream()).toList();
  }

  private List<String> row(String word, T item) {
    List<String> cells = resources.cells(item, wide(), shell.clock().instant());
    return Stream.concat(Stream.of(word), cells.stream()).toList();
  }

  private boolean wide() {
    return format == OutputFormat.WIDE;
  }

  private static ObjectNode event(WatchEvent event, Revision revision) {
    ObjectNode object = Json.object().put("event", event.name());
    object.set("revision", Json.of(revision));
    return object;
  }
}
