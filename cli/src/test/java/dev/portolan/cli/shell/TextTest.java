package dev.portolan.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Test
  void whatCouldSteerATerminalIsLeftOut() {
    assertThat(PlainText.of("a\u001b[31mb\u0007\u009b2Jc\u202ed\ne\u007f"))
        .isEqualTo("a[31mb2Jcd e");
  }

  @Test
  void rowsKeepToTheColumns() {
    StringWriter text = new StringWriter();
    TextTable table = new TextTable(List.of("A", "LONG"));
    List<List<String>> rows = List.of(List.of("wide cell", "x"), List.of("y", "z"));
    table.fit(rows);
    table.printHeader(new PrintWriter(text));
    rows.forEach(row -> table.printRow(row, new PrintWriter(text)));
    assertThat(text.toString().lines())
        .containsExactly("A           LONG", "wide cell   x", "y           z");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0s",
    "0, 0s",
    "119, 119s",
    "125, 2m5s",
    "600, 10m",
    "10799, 179m",
    "10860, 3h1m",
    "86400, 24h",
    "259200, 3d",
    "5184000, 60d",
    "94608000, 3y",
    "315360000, 10y"
  })
  void agesReadAsInKubectl(long seconds, String age) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(Age.between(now.minus(Duration.ofSeconds(seconds)), now)).isEqualTo(age);
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "a, '', 1", "same, same, 0"})
  void distanceCountsEdits(String a, String b, int distance) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
    assertThat(Suggestions.distance(b, a)).isEqualTo(distance);
  }
}
