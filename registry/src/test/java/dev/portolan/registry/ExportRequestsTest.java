package dev.portolan.registry;

import static dev.portolan.registry.ExportRules.OptIn.ANNOTATION;
import static dev.portolan.registry.ExportRules.OptIn.LABEL;
import static dev.portolan.registry.ExportRules.OptIn.SERVICE_EXPORT;
import static dev.portolan.registry.ExportRules.OptIn.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportRequestsTest {
  private static final ExportRequests EARLIER =
      ExportRequests.of(Set.of(ANNOTATION, SERVICE_EXPORT), Set.of());

  @Test
  void whatIsNotToldCountsAsItWasTold() {
    assertThat(ExportRequests.UNTOLD.after(EARLIER)).isEqualTo(EARLIER);
    assertThat(ExportRequests.of(Set.of(), Set.of(ANNOTATION)).after(EARLIER).made())
        .containsExactly(SERVICE_EXPORT);
  }

  @Test
  void whatIsToldReplacesWhatWasTold() {
    ExportRequests now = ExportRequests.of(Set.of(ANNOTATION), Set.of(SERVICE_EXPORT));

    assertThat(now.after(EARLIER)).isEqualTo(now);
    assertThat(now.settled()).isEqualTo(ExportRequests.of(Set.of(ANNOTATION), Set.of()));
  }

  @Test
  void nothingIsMadeUp() {
    assertThat(ExportRequests.UNTOLD.after(ExportRequests.of(Set.of(), Set.of(ANNOTATION))))
        .isEqualTo(ExportRequests.UNTOLD);
  }

  @Test
  void aWayIsInOneOfTheSetsAndIsOneThatOriginsReport() {
    assertThatThrownBy(() -> ExportRequests.of(Set.of(ANNOTATION), Set.of(ANNOTATION)))
        .hasMessageContaining("ANNOTATION is in both");
    assertThatThrownBy(() -> ExportRequests.of(Set.of(LABEL), Set.of()))
        .hasMessageContaining("LABEL is nothing that an origin reports");
    assertThatThrownBy(() -> ExportRequests.of(Set.of(), Set.of(UNKNOWN)))
        .hasMessageContaining("UNKNOWN is nothing that an origin reports");
  }
}
