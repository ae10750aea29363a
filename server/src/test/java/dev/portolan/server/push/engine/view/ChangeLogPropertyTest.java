package dev.portolan.server.push.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The log against a list of all that ever happened. */
class ChangeLogPropertyTest {
  private static final int ALL = Integer.MAX_VALUE;

  /** Names that changed, by sequence. */
  private static Set<String> since(SortedMap<Long, Set<String>> history, long sequence) {
    Set<String> names = new TreeSet<>();
    history.tailMap(sequence + 1).values().forEach(names::addAll);
    return names;
  }

  private static List<EncodedResource> resources(Set<String> names) {
    return names.stream().map(EncodedResource::nameOnly).toList();
  }

  private static List<String> names(ChangeLog log, long sequence) {
    return log.since(sequence, ALL).stream().map(EncodedResource::name).toList();
  }

  @Property(tries = 500)
  void everyChangeSinceAnyPointItReachesIsKnownAndItReachesAsFarAsItMay(
      @ForAll("histories") SortedMap<Long, Set<String>> history,
      @ForAll @IntRange(min = 1, max = 12) int max) {
    ChangeLog log = ChangeLog.startingAt(0, max);
    SortedMap<Long, Set<String>> past = new TreeMap<>();
    for (var change : history.entrySet()) {
      log = log.with(change.getKey(), resources(change.getValue()));
      past.put(change.getKey(), change.getValue());
      check(log, past, max);
    }
  }

  @Property(tries = 300)
  void whatIsKnownFromElsewhereIsAsIfTakenOneByOne(
      @ForAll("histories") SortedMap<Long, Set<String>> history,
      @ForAll @IntRange(min = 1, max = 12) int max) {
    SortedMap<Long, List<EncodedResource>> changes = new TreeMap<>();
    history.forEach((sequence, names) -> changes.put(sequence, resources(names)));

    check(ChangeLog.of(0, changes, max), history, max);
  }

  private static void check(ChangeLog log, SortedMap<Long, Set<String>> past, int max) {
    for (long point = 0; point <= past.lastKey() + 1; point++) {
      Set<String> expected = since(past, point);
      assertThat(log.reaches(point)).as("reaches %s", point).isEqualTo(expected.size() <= max);
      if (log.reaches(point)) {
        assertThat(names(log, point)).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Property(tries = 100)
  void noMoreIsReturnedThanIsAskedForAndOne(
      @ForAll("histories") SortedMap<Long, Set<String>> history,
      @ForAll @IntRange(max = 5) int most) {
    ChangeLog log = ChangeLog.startingAt(0);
    for (var change : history.entrySet()) {
      log = log.with(change.getKey(), resources(change.getValue()));
    }
    List<String> all = new ArrayList<>(names(log, 0));

    assertThat(log.since(0, most).stream().map(EncodedResource::name).toList())
        .isEqualTo(all.subList(0, Math.min(all.size(), most + 1)));
  }

  @Provide
  Arbitrary<SortedMap<Long, Set<String>>> histories() {
    Arbitrary<Set<String>> names =
        Arbitraries.integers().between(0, 14).map(i -> "n" + i).set().ofMinSize(1).ofMaxSize(5);
    return Arbitraries.maps(Arbitraries.longs().between(1, 60), names)
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(TreeMap::new);
  }
}
