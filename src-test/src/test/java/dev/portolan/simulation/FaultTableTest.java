package dev.portolan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of faults in docs/reliability.md names tests that there are. */
class FaultTableTest {
  private static final int FAULTS = 63;
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\| (.*) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void everyFaultHasARow() throws IOException {
    assertThat(rows().stream().map(row -> Integer.valueOf(row.group(1))))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, FAULTS).boxed().toList());
  }

  @Test
  void everyRowNamesATestThatThereIsOrSaysThatThereIsNone() throws IOException {
    Map<String, String> sources = sources();
    List<String> wrong = new ArrayList<>();
    for (MatchResult row : rows()) {
      List<MatchResult> tests = TEST.matcher(row.group(2)).results().toList();
      if (tests.isEmpty() && !row.group(2).equals("gap")) {
        wrong.add(row.group());
      }
      for (MatchResult test : tests) {
        if (!sources.getOrDefault(test.group(1), "").contains(" " + test.group(2) + "(")) {
          wrong.add(test.group());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<MatchResult> rows() throws IOException {
    return Files.readAllLines(root().resolve("docs/reliability.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module :
        List.of(
            "registry",
            "wire",
            "tls",
            "translate",
            "server",
            "client-agent",
            "sources",
            "cli",
            "src-test")) {
      try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString();
          // Two of one name are one to whoever reads the table.
          sources.merge(
              name.substring(0, name.length() - ".java".length()),
              Files.readString(file),
              String::concat);
        }
      }
    }
    return sources;
  }

  /** The module's build runs in its directory; an IDE's may run in the root. */
  private static Path root() {
    return Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
  }
}
