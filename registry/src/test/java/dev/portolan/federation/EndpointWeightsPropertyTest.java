package dev.portolan.federation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EndpointWeightsPropertyTest {
  private static final OriginId CONSUL = new OriginId("consul");
  private static final OriginId EAST = new OriginId("east");
  private static final OriginId WEST = new OriginId("west");

  @Provide
  static Arbitrary<List<Integer>> weights() {
    return Arbitraries.integers().between(1, 20).list().ofMinSize(1).ofMaxSize(8);
  }

  private static Destination destination(OriginId origin, int number, int weight, boolean gateway) {
    return new Destination(
        origin,
        "10.0.0." + number,
        Sorted.map(Map.of("http", 8080)),
        Locality.UNKNOWN,
        weight,
        2,
        gateway ? Endpoint.MeshMode.SIDECAR : Endpoint.MeshMode.NONE,
        gateway,
        Sorted.map(Map.of()));
  }

  /** Weighed ones, two pods, and a gateway with three behind it. */
  private static List<Destination> beside(List<Integer> weights) {
    List<Destination> all = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      all.add(destination(CONSUL, i, weights.get(i), false));
    }
    all.add(destination(EAST, 100, 1, false));
    all.add(destination(EAST, 101, 1, false));
    all.add(destination(WEST, 200, 3, true));
    return all;
  }

  @Property(tries = 500)
  void originsGetTrafficByTheNumberOfTheirEndpoints(@ForAll("weights") List<Integer> weights) {
    Map<OriginId, Integer> sums =
        EndpointWeights.of(beside(weights), false).stream()
            .collect(groupingBy(Destination::origin, summingInt(Destination::weight)));

    double pod = sums.getOrDefault(EAST, 0) / 2.0;
    assertThat(sums.getOrDefault(WEST, 0) / pod).isCloseTo(3, within(0.001));
    assertThat(sums.getOrDefault(CONSUL, 0) / pod).isCloseTo(weights.size(), within(0.05));
  }

  @Property(tries = 500)
  void endpointsOfOneOriginGetItByTheirWeights(@ForAll("weights") List<Integer> weights) {
    List<Destination> weighed = EndpointWeights.of(beside(weights), false);

    double first = weighed.get(0).weight();
    for (int i = 1; i < weights.size(); i++) {
      double wanted = (double) weights.get(i) / weights.get(0);
      assertThat(weighed.get(i).weight() / first).isCloseTo(wanted, within(0.2 * wanted));
    }
  }

  @Property(tries = 100)
  void whereNobodyWeighsMoreThanOthersNothingChanges(@ForAll("weights") List<Integer> weights) {
    List<Integer> equal = weights.stream().map(each -> weights.get(0)).toList();

    assertThat(EndpointWeights.of(beside(equal), false))
        .isEqualTo(beside(equal.stream().map(each -> 1).toList()));
    assertThat(EndpointWeights.of(beside(weights), true))
        .isEqualTo(beside(weights.stream().map(each -> 1).toList()));
  }
}
