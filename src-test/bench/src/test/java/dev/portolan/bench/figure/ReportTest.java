package dev.portolan.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Plot PLOT =
      new Plot(
          "cost",
          "a < b",
          "services",
          "ms",
          List.of(
              new Plot.Curve(
                  "ours", List.of(new Plot.Point(1_000, 2.5), new Plot.Point(333_000, 2.6)))));

  private static Outcome outcome(double spread) {
    return new Outcome(
        "B1",
        "propagation",
        List.of("Ten services."),
        List.of(
            Row.of("floor").with("p50 ms", 4.0), Row.of("ours").with("p50 ms", 12.0).with("MB", 1)),
        List.of(Ratio.atMost("p50, ours / floor", 3.0, 2.0), Ratio.atLeast("rate", 7.0, 5.0)),
        spread,
        List.of(PLOT),
        List.of("A note."));
  }

  private static Report report(boolean quick, double spread) {
    Machine machine = new Machine("a processor", 2, 24, "an OS", "a JDK");
    return new Report("2026-01-02", quick, machine, 0.1, 1.9, 3, List.of(outcome(spread)));
  }

  @Test
  void theFileSaysEachRatioAtItsTop() {
    assertThat(ReportFile.json(report(false, 0.1)).replaceAll("\\s", ""))
        .startsWith(
            "{\"ratios\":{\"B1p50,ours/floor\":{\"value\":3.0,\"goal\":\"≤2.0\",\"met\":false}")
        .contains("\"B1rate\":{\"value\":7.0,\"goal\":\"≥5.0\",\"met\":true}");
  }

  @Test
  void theFileIsReadAsItWasWritten() {
    Report report = report(true, 0.1);
    assertThat(ReportFile.parse(ReportFile.json(report))).isEqualTo(report);
  }

  @Test
  void aRunWhoseFloorVariedMeetsNothing() {
    Report report = report(false, 0.31);
    assertThat(report.rejected()).containsExactly("B1");
    assertThat(ReportFile.json(report)).doesNotContain("\"met\": true");
    assertThat(Tables.terminal(report.outcomes().get(0)))
        .contains("rejected", "counts for nothing");
  }

  @Test
  void aMissingFigureIsADash() {
    assertThat(Tables.terminal(outcome(0)))
        .containsPattern("floor +4.00 +–\n")
        .containsPattern("ours +12.0 +1.00\n");
  }

  @Test
  void resultsTakeThePlaceOfTheOlderOnes() {
    String page =
        "before\n" + PublishedSection.BEGIN + "\nold\n" + PublishedSection.END + "\nafter\n";
    String published = PublishedSection.into(page, report(false, 0.1));
    assertThat(published)
        .startsWith("before\n")
        .endsWith(PublishedSection.END + "\nafter\n")
        .contains("| ours | 12.0 | 1.00 |", "- B1 p50, ours / floor: 3.00 instead of ≤ 2.00")
        .doesNotContain("old\n");
    assertThat(PublishedSection.into(published, report(false, 0.1))).isEqualTo(published);
  }

  @Test
  void aBenchmarkThatWasRunAgainTakesItsPlaceAndSaysSo() {
    Report first = report(false, 0.4);
    Report later = report(false, 0.1);

    Report both = first.with(later);

    assertThat(both.outcomes()).hasSize(1);
    assertThat(both.rejected()).isEmpty();
    assertThat(both.outcomes().get(0).notes())
        .containsExactly("A note.", "Measured apart from the others, on 2026-01-02.");
    assertThatThrownBy(() -> first.with(report(true, 0.1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatMayNotBePublishedIsNot() {
    String page = PublishedSection.BEGIN + PublishedSection.END;
    assertThatThrownBy(() -> PublishedSection.into(page, report(true, 0)))
        .hasMessageContaining("quick");
    assertThatThrownBy(() -> PublishedSection.into("no place", report(false, 0)))
        .hasMessageContaining("lacks");
  }

  @Test
  void aDrawingKeepsToItsFrameAndEscapesText() {
    assertThat(Svg.draw(PLOT))
        .contains("a &lt; b", "ours", "2.50", "2.60")
        .doesNotContain("NaN", "Infinity");
  }
}
