package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of dealing endpoints out to objects. */
class ShardsPropertyTest {
  @Property(tries = 200)
  void noShardHasMoreThanAllowed(
      @ForAll @Size(max = 200) Set<@IntRange(max = 60_000) Integer> pods,
      @ForAll @IntRange(min = 1, max = 100) int max) {
    List<Destination> kept = Shards.fitting(destinations(pods), max);
    int shards = Shards.count(kept, max);

    for (int shard = 0; shard < shards; shard++) {
      assertThat(in(kept, shard, shards)).hasSizeLessThanOrEqualTo(max);
    }
    assertThat(kept.size()).isGreaterThanOrEqualTo(Math.min(pods.size(), max));
  }

  @Property(tries = 200)
  void aPodThatComesChangesOneShard(
      @ForAll @Size(max = 100) Set<@IntRange(max = 60_000) Integer> pods,
      @ForAll @IntRange(max = 60_000) int pod) {
    Set<Integer> more = new HashSet<>(pods);
    more.add(pod);

    int changed = 0;
    for (int shard = 0; shard < 8; shard++) {
      changed += in(destinations(pods), shard, 8).equals(in(destinations(more), shard, 8)) ? 0 : 1;
    }

    assertThat(changed).isEqualTo(pods.contains(pod) ? 0 : 1);
  }

  @Property(tries = 200)
  void twiceAsManyShardsHalveEachOne(@ForAll @IntRange(max = 60_000) int pod) {
    Destination destination = destination(pod);

    for (int shards = 1; shards < Shards.MAX; shards *= 2) {
      assertThat(Shards.of(destination, 2 * shards) % shards)
          .isEqualTo(Shards.of(destination, shards));
    }
  }

  private static List<Destination> in(List<Destination> all, int shard, int shards) {
    return all.stream().filter(each -> Shards.of(each, shards) == shard).toList();
  }

  private static List<Destination> destinations(Set<Integer> pods) {
    return new ArrayList<>(pods.stream().sorted().map(ShardsPropertyTest::destination).toList());
  }

  private static Destination destination(int pod) {
    return new Destination(
        new OriginId("a"),
        "10.0.%d.%d".formatted(pod / 250, 1 + pod % 250),
        Sorted.map(Map.of("http", 80)),
        Locality.UNKNOWN,
        1,
        Destination.TIER_LOCAL,
        Endpoint.MeshMode.SIDECAR,
        false,
        Sorted.map(Map.of()));
  }
}
