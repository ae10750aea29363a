package dev.portolan.server.push.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The published table says what the cases say, and no rule is without a case. */
class ConformanceTableTest {
  private static final int RULES = 50;

  @Test
  void theTableIsThatOfTheCases() throws IOException {
    Path table = docs().resolve("xds-conformance.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(table, ConformanceTable.text());
    }
    assertThat(Files.readString(table)).isEqualTo(ConformanceTable.text());
  }

  @Test
  void everyRuleHasACase() {
    Set<String> held =
        Catalogue.cases().stream().map(Catalogue.Case::id).collect(Collectors.toSet());
    Set<String> all = new TreeSet<>();
    for (int number = 1; number <= RULES; number++) {
      all.add(Catalogue.id(number));
    }
    assertThat(held).containsExactlyInAnyOrderElementsOf(all);
  }

  /** The module's build runs in its directory; an IDE's may run in the root. */
  private static Path docs() {
    Path above = Path.of("..", "docs");
    return Files.isDirectory(above) ? above : Path.of("docs");
  }
}
