package dev.portolan.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals();

  @Test
  void anAddressArrivesOnceWithTheFirstEventThatHasIt() {
    arrivals.sent(1, "10.0.0.7");

    arrivals.event(event("MODIFIED", "10.0.0.1", "10.0.0.77"));
    assertThatThrownBy(() -> arrivals.all(0)).hasMessageContaining("1 changes");

    arrivals.event(event("MODIFIED", "10.0.0.1", "10.0.0.7"));
    arrivals.event(event("MODIFIED", "10.0.0.1", "10.0.0.7"));
    assertThat(arrivals.all(0)).hasSize(1);
    assertThat(arrivals.all(0)).isEmpty();
  }

  @Test
  void anAddressThatIsOvertakenArrivesWithTheLaterOneOfItsObject() {
    arrivals.sent(1, "10.0.0.7");
    arrivals.sent(2, "10.0.0.8");
    arrivals.sent(1, "10.0.0.9");

    arrivals.event(event("MODIFIED", "10.0.0.9"));

    assertThatThrownBy(() -> arrivals.all(0)).hasMessageContaining("1 changes");
    arrivals.event(event("MODIFIED", "10.0.0.8"));
    assertThat(arrivals.all(0)).hasSize(3);
  }

  @Test
  void countsObjectsThatBecameOthersAndNotNewOnes() {
    arrivals.event(event("ADDED", "10.0.0.1"));
    arrivals.event(event("MODIFIED", "10.0.0.2"));

    assertThat(arrivals.changed()).isEqualTo(1);
  }

  private static String event(String type, String... addresses) {
    return "{\"type\":\"%s\",\"object\":{\"addresses\":[\"%s\"]}}"
        .formatted(type, String.join("\",\"", addresses));
  }
}
