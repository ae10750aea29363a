package dev.portolan.source.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceRecordsTest {
  private static final OriginId ORIGIN = new OriginId("consul-1");

  private final ServiceMapping mapping = new ServiceMapping(ORIGIN, MappingRules.DEFAULT);
  private final SourceRecords records =
      new SourceRecords(
          Cluster.ofSource(
              ORIGIN, "vms", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of()))));

  private void put(String foreign, String address) {
    records.put(foreign, mapping.map(foreign, List.of(Instance.of(foreign, "i", address, 80))));
  }

  private LocalState state() {
    return records.state(List.of(), true);
  }

  private List<String> addresses() {
    return state().records().origin(ORIGIN).slices().stream()
        .flatMap(slice -> slice.resource().endpoints().stream())
        .map(endpoint -> endpoint.address())
        .toList();
  }

  @Test
  void ofTwoThatComeToOneNameTheFirstHasItAndTheOtherSaysSo() {
    put("orders.v1", "10.0.0.1");
    put("orders-v1", "10.0.0.2");

    assertThat(addresses()).containsExactly("10.0.0.2");
    assertThat(state().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code().reason()).isEqualTo("NameTaken");
              assertThat(finding.subject()).isEqualTo("source/consul-1/orders.v1");
            });
  }

  @Test
  void theOtherGetsTheNameWhenTheFirstIsGone() {
    put("orders.v1", "10.0.0.1");
    put("orders-v1", "10.0.0.2");

    records.remove("orders-v1");

    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(state().findings()).isEmpty();
  }

  @Test
  void aDesertedServiceHasNoEndpointsAndARemovedOneIsGone() {
    put("orders", "10.0.0.1");

    records.desert("orders");
    assertThat(addresses()).isEmpty();
    assertThat(state().records().origin(ORIGIN).services()).hasSize(1);

    records.remove("orders");
    assertThat(state().records().origin(ORIGIN).services()).isEmpty();
  }

  @Test
  void whatDoesNotChangeStaysTheSameObject() {
    put("orders", "10.0.0.1");
    LocalState before = state();

    put("orders", "10.0.0.1");

    assertThat(state().records()).isSameAs(before.records());
  }
}
