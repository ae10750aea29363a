package dev.portolan.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    TextTable table = new TextTable(List.of("A", "LONG"), 0);
    List<List<String>> rows = List.of(List.of("wide cell", "x"), List.of("y", "z"));
    table.fit(rows);
    table.printHeader(new PrintWriter(text));
    rows.forEach(row -> table.printRow(row, new PrintWriter(text)));
    assertThat(text.toString().lines())
        .containsExactly("A           LONG", "wide cell   x", "y           z");
  }

  @Test
  void theLastColumnBreaksWhereTheTerminalEnds() {
    StringWriter text = new StringWriter();
    TextTable table = new TextTable(List.of("A", "MESSAGE"), 30);
    table.printRow(List.of("x", "a sentence that is longer than the line"), new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly("x   a sentence that is longer", "    than the line");
  }

  @Test
  void theLastColumnStandsBelowWhereLittleRoomIsLeft() {
    StringWriter text = new StringWriter();
    TextTable table = new TextTable(List.of("A", "MESSAGE"), 24);
    table.printRow(List.of("x", "a sentence that is longer than it"), new PrintWriter(text));
    table.printRow(List.of("x", "one-word-that-is-longer"), new PrintWriter(text));
    table.printRow(List.of("x", "short enough to fit."), new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly(
            "x",
            "    a sentence that is",
            "    longer than it",
            "x   one-word-that-is-longer",
            "x   short enough to fit.");
  }

  @Test
  void aParagraphBreaksAtBlanksOnly() {
    assertThat(Paragraph.lines("one two\nthree-is-too-long  x", 8))
        .containsExactly("one two", "three-is-too-long", "x");
    assertThat(Paragraph.lines("", 8)).containsExactly("");
    assertThat(Paragraph.lines("12345678", 8)).containsExactly("12345678");
  }

  @Test
  void aFileErrorIsToldInWords() {
    assertThat(IoReason.of(new AccessDeniedException("/a"))).isEqualTo("permission denied: /a");
    assertThat(IoReason.of(new NoSuchFileException("/a")))
        .isEqualTo("no such file or directory: /a");
    assertThat(IoReason.of(new FileAlreadyExistsException("/a")))
        .isEqualTo("something else is there: /a");
    assertThat(IoReason.of(new NotDirectoryException("/a"))).isEqualTo("not a directory: /a");
    assertThat(IoReason.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device: /a");
    assertThat(IoReason.of(new IOException("broken pipe"))).isEqualTo("broken pipe");
    assertThat(IoReason.of(new EOFException())).isEqualTo("EOFException");
  }

  @Test
  void patienceEndsWithTheAnswerOrTheTime() throws Exception {
    AtomicLong now = new AtomicLong();
    AtomicInteger asked = new AtomicInteger();
    Patience patience = new Patience(now::get, pause -> now.addAndGet(pause.toNanos()));
    Duration second = Duration.ofSeconds(1);

    assertThat(patience.until(second.multipliedBy(9), second, asked::incrementAndGet, n -> n == 3))
        .isEqualTo(3);
    assertThat(now).hasValue(second.multipliedBy(2).toNanos());

    assertThat(patience.until(second, second, asked::incrementAndGet, n -> false)).isEqualTo(5);
    assertThat(patience.until(second, second, () -> "at once", "at once"::equals))
        .isEqualTo("at once");
    assertThat(now).hasValue(second.multipliedBy(3).toNanos());
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
