package dev.portolan.bench.figure;

import java.util.Locale;
import java.util.stream.Collectors;

/** The part of a page that holds the last full run, between two markers. Pure. */
public final class PublishedSection {
  static final String BEGIN = "<!-- results: written by ./bench --report-to, do not edit -->";
  static final String END = "<!-- end of results -->";

  private PublishedSection() {}

  /**
   * The page with the report in its place.
   *
   * @throws IllegalArgumentException if the page has no such place, or the report may not be
   *     published: it is of a quick run, or was rejected
   */
  public static String into(String page, Report report) {
    if (report.quick()) {
      throw new IllegalArgumentException("the figures of a quick run are not for publishing");
    }
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the page lacks the lines '%s' and '%s'".formatted(BEGIN, END));
    }
    return page.substring(0, begin + BEGIN.length()) + "\n\n" + text(report) + page.substring(end);
  }

  private static String text(Report report) {
    return String.format(
            Locale.ROOT,
            "Run of %s, %.0f minutes. %s. Load average before %.2f, after %.2f.%n%n%s%n%n",
            report.day(),
            report.minutes(),
            report.machine(),
            report.loadBefore(),
            report.loadAfter(),
            summary(report))
        + report.outcomes().stream().map(Tables::markdown).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String summary(Report report) {
    long all = report.outcomes().stream().mapToLong(outcome -> outcome.ratios().size()).sum();
    String missed =
        report.outcomes().stream()
            .flatMap(
                outcome ->
                    outcome.ratios().stream()
                        .filter(ratio -> !ratio.met())
                        .map(
                            ratio ->
                                "- %s %s: %s instead of %s %s"
                                    .formatted(
                                        outcome.id(),
                                        ratio.name(),
                                        Tables.number(ratio.value()),
                                        ratio.sense().sign(),
                                        Tables.number(ratio.goal()))))
            .collect(Collectors.joining("\n"));
    String rejected =
        report.rejected().isEmpty()
            ? ""
            : "Rejected, because the floor varied too much: %s.\n\n"
                .formatted(String.join(", ", report.rejected()));
    return rejected
        + (missed.isEmpty()
            ? "All %d goals are met.".formatted(all)
            : "Goals missed, of %d:\n\n%s".formatted(all, missed));
  }
}
