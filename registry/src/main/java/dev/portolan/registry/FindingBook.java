package dev.portolan.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What findings mean and what to do about them: the tables of docs/findings.md, which is packed
 * with this class. Immutable.
 */
public final class FindingBook {
  private static final String FILE = "findings.md";
  private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final String NOTHING = "–";

  private final SortedMap<String, Entry> entries;

  private FindingBook(SortedMap<String, Entry> entries) {
    this.entries = Collections.unmodifiableSortedMap(entries);
  }

  /**
   * A code's row.
   *
   * @param reason its name
   * @param severity in lower case
   * @param meaning what was seen and what follows
   * @param remedy what to do; empty where nothing is
   */
  public record Entry(String code, String reason, String severity, String meaning, String remedy) {}

  /** The book of this version. */
  public static FindingBook shipped() {
    return Shipped.BOOK;
  }

  private static final class Shipped {
    static final FindingBook BOOK = read();

    private static FindingBook read() {
      try (InputStream text = FindingBook.class.getResourceAsStream(FILE)) {
        if (text == null) {
          throw new IllegalStateException(FILE + " is not packed with " + FindingBook.class);
        }
        return of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The rows of tables in a Markdown text that begin with a code. */
  static FindingBook of(String markdown) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : markdown.lines().toList()) {
      String[] cells = CELLS.split(line, -1);
      if (cells.length == 7 && cells[1].strip().matches("PTL[0-9]{4}")) {
        Entry entry =
            new Entry(
                plain(cells[1]),
                plain(cells[2]),
                plain(cells[3]),
                plain(cells[4]),
                plain(cells[5]));
        entries.put(entry.code(), entry);
      }
    }
    return new FindingBook(entries);
  }

  private static String plain(String cell) {
    String text = LINK.matcher(cell.strip()).replaceAll("$1").replace("\\|", "|");
    return text.equals(NOTHING) ? "" : text;
  }

  /** All rows, by code. */
  public SortedMap<String, Entry> entries() {
    return entries;
  }

  /** The row of a code; empty for one that this version does not know. */
  public Optional<Entry> entry(String code) {
    return Optional.ofNullable(entries.get(code));
  }
}
