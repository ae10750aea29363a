package dev.portolan.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LocalStateTest {
  private static RegistrySnapshot facts(String... origins) {
    TreeMap<ResourceKey, Recorded<?>> records = new TreeMap<>();
    for (String origin : origins) {
      Cluster cluster = Cluster.unknown(new OriginId(origin));
      records.put(cluster.key(), Recorded.local(cluster));
    }
    return new RegistryDelta(Revision.NONE, Revision.NONE, records, new TreeSet<>())
        .applyTo(RegistrySnapshot.EMPTY);
  }

  @Test
  void sortsFindingsAndKeepsEachOnce() {
    Finding info = new Finding(FindingCode.POD_UNKNOWN, "a", "x");
    Finding error = new Finding(FindingCode.INPUT_EMPTY, "z", "y");

    LocalState state =
        new LocalState(facts("east-1"), new TreeSet<>(), List.of(info, error, info), true);

    assertThat(state.findings()).containsExactly(error, info);
    assertThat(state.origin()).contains(new OriginId("east-1"));
  }

  @Test
  void refusesRecordsOfTwoOrigins() {
    assertThatThrownBy(
            () -> new LocalState(facts("east-1", "east-2"), new TreeSet<>(), List.of(), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one origin");
  }

  @Test
  void fakePublishesTheLastStateOnStartAndNothingAfterClose() {
    List<LocalState> seen = new ArrayList<>();
    try (FakeLocalServices services = new FakeLocalServices()) {
      services.publish(LocalState.NOTHING);
      services.start(seen::add);
      services.close();
      services.publish(LocalState.NOTHING);
    }

    assertThat(seen).containsExactly(LocalState.NOTHING);
  }
}
