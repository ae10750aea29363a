package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostPlannerTest {
  private static final OriginId EAST_1 = new OriginId("east-1");

  @Test
  void dealsAHostThatIsTooLargeForOneObjectOutToSeveral() throws IOException {
    HostPlan plan = planned(20, HostRules.DEFAULT);

    assertThat(plan.form().shards()).isEqualTo(4);
    assertThat(plan.destinations()).hasSize(2003);
    for (int shard = 0; shard < 4; shard++) {
      int number = shard;
      assertThat(plan.destinations())
          .filteredOn(destination -> Shards.of(destination, 4) == number)
          .hasSizeBetween(400, 600);
    }
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.ENDPOINTS_SHARDED);
    assertThat(plan.findings().get(0).message()).contains("2003 destinations").contains("4 share");
  }

  @Test
  void leavesAHostThatJustFitsInOneObject() throws IOException {
    HostPlan plan = planned(9, HostRules.DEFAULT);

    assertThat(plan.destinations()).hasSize(903);
    assertThat(plan.form()).isEqualTo(HostForm.WHOLE);
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void keepsTheNearestOfMoreDestinationsThanAllShardsHold() throws IOException {
    HostPlan plan = planned(20, new HostRules(10, HostRules.Overflow.SHARD));

    assertThat(plan.form().shards()).isEqualTo(Shards.MAX);
    assertThat(plan.destinations())
        .hasSizeBetween(300, 10 * Shards.MAX)
        .allMatch(destination -> destination.tier() == Destination.TIER_LOCAL);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.TOO_MANY_ENDPOINTS, FindingCode.ENDPOINTS_SHARDED);
  }

  @Test
  void cutsWhatCannotBeAggregated() throws IOException {
    HostPlan plan = planned(20, new HostRules(1000, HostRules.Overflow.AGGREGATE));

    assertThat(plan.form()).isEqualTo(HostForm.WHOLE);
    assertThat(plan.destinations())
        .hasSize(1000)
        .allMatch(destination -> destination.tier() == Destination.TIER_LOCAL);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.TOO_MANY_ENDPOINTS);
  }

  @Test
  void takesARuleThatItDoesNotKnowForTheDefaultAndSaysSo() throws IOException {
    HostPlan plan = planned(20, new HostRules(1000, HostRules.Overflow.UNKNOWN));

    assertThat(plan.form().shards()).isEqualTo(4);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.RULE_UNKNOWN, FindingCode.ENDPOINTS_SHARDED);
  }

  /** East-1 has two ready endpoints and so many hundred more, east-2 has one. */
  private static HostPlan planned(int hundreds, HostRules hosts) throws IOException {
    GoldenCase flat =
        ViewYaml.read(Path.of("src/test/resources/federation/flat-two-clusters/in.yaml"));
    List<Resource> records = new ArrayList<>(flat.records());
    records.replaceAll(record -> record instanceof VirtualMesh mesh ? mesh.with(hosts) : record);
    EndpointSlice sample =
        records.stream()
            .filter(EndpointSlice.class::isInstance)
            .map(EndpointSlice.class::cast)
            .filter(slice -> slice.key().service().origin().equals(EAST_1))
            .findFirst()
            .orElseThrow();
    IntStream.range(0, hundreds).forEach(number -> records.add(full(sample, number)));
    return (HostPlan) new GoldenCase(records, flat.host(), flat.surroundings()).plan(EAST_1);
  }

  private static EndpointSlice full(EndpointSlice sample, int number) {
    Endpoint endpoint = sample.endpoints().get(0);
    return new EndpointSlice(
        new SliceKey(sample.key().service(), "full-" + number),
        sample.ports(),
        IntStream.range(0, EndpointSlice.MAX_ENDPOINTS)
            .mapToObj(
                last ->
                    new Endpoint(
                        "10.11.%d.%d".formatted(number, last),
                        endpoint.health(),
                        endpoint.meshMode(),
                        endpoint.locality(),
                        endpoint.serviceAccount(),
                        endpoint.labels()))
            .toList());
  }
}
