package dev.portolan.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is remembered of all scopes against everything that happened. */
class RecentKeysPropertyTest {

  @Property(tries = 300)
  void everyChangeSinceItsFloorIsKnownOnceAndItReachesAsFarAsItMay(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int max) {
    Random random = new Random(seed);
    RecentKeys recent = new RecentKeys(max);
    recent.restart(0);
    SortedMap<Long, TreeSet<String>> history = new TreeMap<>();
    for (long sequence = 1; sequence <= 30; sequence++) {
      TreeSet<String> names = new TreeSet<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        names.add("c" + random.nextInt(10));
      }
      history.put(sequence, names);
      recent.add(
          sequence,
          names.stream().<ResourceKey>map(RecentKeysPropertyTest::key).toList(),
          Set.of());

      for (long point = 0; point <= sequence; point++) {
        TreeSet<String> changed = new TreeSet<>();
        history.tailMap(point + 1).values().forEach(changed::addAll);
        assertThat(recent.floor() <= point).isEqualTo(changed.size() <= max);
        if (recent.floor() <= point) {
          assertThat(known(recent, point)).containsExactlyInAnyOrderElementsOf(changed);
        }
      }
    }
  }

  @Example
  void whatWasShownOnceStaysSoForAsLongAsItIsRemembered() {
    RecentKeys recent = new RecentKeys(2);
    recent.restart(0);
    recent.add(1, List.of(key("a"), key("b")), Set.of(key("a")));
    recent.add(2, List.of(key("a")), Set.of());

    assertThat(shown(recent)).containsExactly("a");
    recent.add(3, List.of(key("b"), key("c")), Set.of());
    assertThat(shown(recent)).isEmpty();
    recent.add(4, List.of(key("a")), Set.of());
    assertThat(shown(recent)).as("anew").isEmpty();
  }

  private static List<String> shown(RecentKeys recent) {
    return recent
        .<String>names((key, shown) -> shown, key -> "type")
        .getOrDefault("type", new TreeMap<>())
        .values()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static ResourceKey key(String name) {
    return new ClusterKey(new OriginId(name));
  }

  private static List<String> known(RecentKeys recent, long point) {
    Map<String, SortedMap<Long, List<String>>> all =
        recent.names((key, shown) -> true, key -> "type");
    return all.getOrDefault("type", new TreeMap<>()).tailMap(point + 1).values().stream()
        .flatMap(List::stream)
        .toList();
  }
}
