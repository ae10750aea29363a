package dev.portolan.world;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The states that one origin has had since everybody knew the last of them. A list that is still
 * coming in lies over what was known before it, and so does what replaces something whose removal
 * is held, so such pairs are states as well, and what becomes of them; and a cluster knows its own
 * facts before the others do, but is on a network once the hub sees it there. Thread-safe.
 */
public final class Versions {
  private final List<RegistrySnapshot> states = new ArrayList<>();
  private @Nullable Set<RegistrySnapshot> possible;

  public synchronized void settle(RegistrySnapshot now) {
    possible = null;
    states.clear();
    states.add(now);
  }

  public synchronized void add(RegistrySnapshot state) {
    possible = null;
    states.add(state);
  }

  public synchronized RegistrySnapshot latest() {
    return states.get(states.size() - 1);
  }

  /** Newest first, and every newer one over every older one; the same set until one is added. */
  public synchronized Collection<RegistrySnapshot> possible() {
    if (possible == null) {
      possible = Collections.unmodifiableSet(combined());
    }
    return possible;
  }

  private Set<RegistrySnapshot> combined() {
    Set<RegistrySnapshot> all = new LinkedHashSet<>();
    for (int i = states.size() - 1; i >= 0; i--) {
      all.add(states.get(i));
    }
    for (int newer = states.size() - 1; newer > 0; newer--) {
      for (int older = newer - 1; older >= 0; older--) {
        RegistrySnapshot over = over(states.get(newer), states.get(older));
        all.add(over);
        for (int last = newer + 1; last < states.size(); last++) {
          all.add(RegistryDelta.between(states.get(newer), states.get(last)).applyTo(over));
        }
        all.add(withFacts(facts(states.get(newer)), states.get(older)));
        all.add(withFacts(facts(states.get(older)), states.get(newer)));
        all.add(
            withFacts(
                facts(states.get(newer)).on(facts(states.get(older)).network()),
                states.get(newer)));
      }
    }
    return all;
  }

  private static Cluster facts(RegistrySnapshot state) {
    return state.origins().values().stream()
        .flatMap(shard -> shard.cluster().stream())
        .map(Recorded::resource)
        .findFirst()
        .orElseThrow();
  }

  // A cluster's facts are the first that a process leaves out, and the last that others learn.
  private static RegistrySnapshot withFacts(Cluster facts, RegistrySnapshot other) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    upserts.put(facts.key(), Recorded.local(facts));
    return new RegistryDelta(other.revision(), other.revision(), upserts, new TreeSet<>())
        .applyTo(other);
  }

  private static RegistrySnapshot over(RegistrySnapshot newer, RegistrySnapshot older) {
    SortedMap<ResourceKey, Recorded<?>> upserts =
        new TreeMap<>(RegistryDelta.between(RegistrySnapshot.EMPTY, newer).upserts());
    return new RegistryDelta(older.revision(), older.revision(), upserts, new TreeSet<>())
        .applyTo(older);
  }
}
