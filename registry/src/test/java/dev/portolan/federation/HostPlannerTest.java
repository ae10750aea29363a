package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import dev.portolan.registry.SliceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostPlannerTest {
  private static final OriginId EAST_1 = new OriginId("east-1");

  @Test
  void keepsTheNearestOfTooManyDestinations() throws IOException {
    GoldenCase flat =
        ViewYaml.read(Path.of("src/test/resources/federation/flat-two-clusters/in.yaml"));
    List<Resource> records = new ArrayList<>(flat.records());
    EndpointSlice sample =
        records.stream()
            .filter(EndpointSlice.class::isInstance)
            .map(EndpointSlice.class::cast)
            .filter(slice -> slice.key().service().origin().equals(EAST_1))
            .findFirst()
            .orElseThrow();
    // With the two ready ones of east-1 that makes 2,002, and one of east-2.
    IntStream.range(0, 20).forEach(number -> records.add(full(sample, number)));

    HostDecision decision = new GoldenCase(records, flat.host(), flat.namespaces()).plan(EAST_1);

    assertThat(((HostPlan) decision).destinations())
        .hasSize(HostPlanner.MAX_DESTINATIONS)
        .allMatch(destination -> destination.tier() == Destination.TIER_LOCAL);
    assertThat(decision.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.TOO_MANY_ENDPOINTS);
    assertThat(decision.findings().get(0).message()).contains("2003 destinations");
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
