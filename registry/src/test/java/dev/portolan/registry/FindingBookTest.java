package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FindingBookTest {
  @Test
  void everyCodeIsInTheBookAsTheProductSaysItAndNoOther() {
    Map<String, String> said =
        Arrays.stream(FindingCode.values())
            .collect(
                Collectors.toMap(
                    FindingCode::code,
                    code -> code.reason() + " " + code.severity().name().toLowerCase(Locale.ROOT)));
    Map<String, String> written =
        FindingBook.shipped().entries().values().stream()
            .collect(
                Collectors.toMap(
                    FindingBook.Entry::code, entry -> entry.reason() + " " + entry.severity()));

    assertThat(written).containsExactlyInAnyOrderEntriesOf(said);
  }

  @Test
  void everyErrorAndWarningHasAMeaningAndTheBookIsPlainText() {
    assertThat(FindingBook.shipped().entries().values())
        .allSatisfy(
            entry -> {
              assertThat(entry.meaning()).as(entry.code()).isNotEmpty();
              assertThat(entry.meaning() + entry.remedy()).doesNotContain("](", "\\|");
            });
  }

  @Test
  void readsRowsOfTablesAndNothingElse() {
    FindingBook book =
        FindingBook.of(
            """
            # Findings, PTL0001
            | code | name | severity | meaning | what to do |
            |---|---|---|---|---|
            | PTL0001 | One | info | a [link](x.md#y), `a\\|b` | – |
            | PTL0002 | Two | error | it broke | mend it |
            | PTL003 | Three | error | no code | – |
            """);

    assertThat(book.entries().keySet()).containsExactly("PTL0001", "PTL0002");
    assertThat(book.entry("PTL0001"))
        .contains(new FindingBook.Entry("PTL0001", "One", "info", "a link, `a|b`", ""));
    assertThat(book.entry("PTL0003")).isEmpty();
  }
}
