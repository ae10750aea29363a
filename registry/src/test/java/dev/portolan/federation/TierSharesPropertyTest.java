package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TierSharesPropertyTest {
  private static final int TIER = 1;

  @Property
  void eachClusterGetsItsShareWhateverTheNumberOfItsEndpoints(
      @ForAll @Size(min = 2, max = 6)
          List<@IntRange(min = 1, max = FailoverTier.MAX_WEIGHT) Integer> shares,
      @ForAll @Size(min = 6, max = 6) List<@IntRange(min = 1, max = 40) Integer> endpoints,
      @ForAll @IntRange(min = 1, max = 50) int weight) {
    Map<OriginId, Integer> byCluster = new TreeMap<>();
    List<Destination> destinations = new ArrayList<>(List.of(destination("other", 0, 0, 7)));
    for (int i = 0; i < shares.size(); i++) {
      byCluster.put(new OriginId("c" + i), shares.get(i));
      for (int j = 0; j < endpoints.get(i); j++) {
        destinations.add(destination("c" + i, j, TIER, 1 + j % weight));
      }
    }

    List<Destination> weighed = TierShares.of(byCluster, TIER, destinations);

    long all = sum(weighed, "c");
    int total = shares.stream().mapToInt(Integer::intValue).sum();
    assertThat(weighed).hasSameSizeAs(destinations).contains(destinations.get(0));
    assertThat(all).isLessThan(1L << 32);
    for (int i = 0; i < shares.size(); i++) {
      assertThat((double) sum(weighed, "c" + i) / all)
          .isCloseTo((double) shares.get(i) / total, within(0.01));
    }
  }

  @Property
  void aClusterAloneKeepsTheWeightsOfReadiness(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 50) Integer> weights) {
    List<Destination> destinations = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      destinations.add(destination("c0", i, TIER, weights.get(i)));
    }

    assertThat(
            TierShares.of(
                Map.of(new OriginId("c0"), 80, new OriginId("c1"), 20), TIER, destinations))
        .isEqualTo(destinations);
  }

  private static long sum(List<Destination> destinations, String origin) {
    return destinations.stream()
        .filter(each -> each.origin().value().startsWith(origin))
        .mapToLong(Destination::weight)
        .sum();
  }

  private static Destination destination(String origin, int number, int tier, int weight) {
    return new Destination(
        new OriginId(origin),
        "10.0.0." + number,
        Sorted.map(Map.of("http", 80)),
        Locality.UNKNOWN,
        weight,
        tier,
        Endpoint.MeshMode.SIDECAR,
        false,
        Sorted.map(Map.of()));
  }
}
