package dev.portolan.bench.figure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Outcomes as text, for a terminal and, in the same words, for Markdown. */
public final class Tables {
  private Tables() {}

  /** Rows and ratios with aligned columns. */
  public static String terminal(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    if (!outcome.rows().isEmpty()) {
      text.append(aligned(rows(outcome))).append('\n').append(aligned(ratios(outcome)));
    }
    outcome.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    verdict(outcome, text);
    return text.toString();
  }

  /** Headings, conditions and tables. */
  public static String markdown(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append("### ").append(outcome.id()).append(": ").append(outcome.title()).append("\n\n");
    if (!outcome.rows().isEmpty()) {
      outcome.conditions().forEach(condition -> text.append(condition).append(' '));
      text.append("\n\n").append(piped(rows(outcome)));
      text.append('\n').append(piped(ratios(outcome)));
    }
    outcome.notes().forEach(note -> text.append("\n").append(note).append('\n'));
    text.append('\n');
    verdict(outcome, text);
    return text.toString();
  }

  private static void verdict(Outcome outcome, StringBuilder text) {
    if (outcome.floorSpread() > 0) {
      text.append(
          String.format(Locale.ROOT, "The floor varied by %.0f %%", outcome.floorSpread() * 100));
      text.append(
          outcome.rejected()
              ? ": above 30 %, so this run counts for nothing; run it again on a quiet machine.\n"
              : ".\n");
    }
  }

  private static List<List<String>> rows(Outcome outcome) {
    Set<String> figures = new LinkedHashSet<>();
    outcome.rows().forEach(row -> figures.addAll(row.figures().keySet()));
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("measured"));
    head.addAll(figures);
    table.add(head);
    for (Row row : outcome.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (String figure : figures) {
        Double value = row.figures().get(figure);
        cells.add(value == null ? "–" : number(value));
      }
      table.add(cells);
    }
    return table;
  }

  private static List<List<String>> ratios(Outcome outcome) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("figure", "value", "goal", "met"));
    for (Ratio ratio : outcome.ratios()) {
      String unit = ratio.unit().isEmpty() ? "" : " " + ratio.unit();
      table.add(
          List.of(
              ratio.name(),
              number(ratio.value()) + unit,
              ratio.sense().sign() + " " + number(ratio.goal()) + unit,
              outcome.rejected() ? "rejected" : ratio.met() ? "yes" : "NO"));
    }
    return table;
  }

  /** Three digits that count, never in scientific notation. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= 0.1 || size == 0 ? "%.2f" : "%.4f", value);
  }

  private static String aligned(List<List<String>> table) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : table) {
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        int width = width(table, column);
        String gap = " ".repeat(width - cell.length());
        text.append(column == 0 ? cell + gap : "  " + gap + cell);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> table, int column) {
    return table.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String piped(List<List<String>> table) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < table.size(); i++) {
      text.append("| ").append(String.join(" | ", table.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---".repeat(table.get(i).size())).append("|\n");
      }
    }
    return text.toString();
  }
}
