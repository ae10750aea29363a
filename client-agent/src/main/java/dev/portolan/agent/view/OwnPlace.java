package dev.portolan.agent.view;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a cluster plans from: the network on which the hub sees it. What the hub sends fits that
 * network and no other, so an agent that moved in its own eyes first would look for slices that
 * have not been sent, and take the endpoints away (ADR 0020). Pure.
 */
final class OwnPlace {
  private OwnPlace() {}

  /** The own records with the network of the place; as they are before there is one. */
  static RegistrySnapshot seen(RegistrySnapshot records, OriginId self, Optional<String> place) {
    Optional<Cluster> facts = records.cluster(self);
    if (facts.isEmpty() || place.isEmpty() || facts.get().network().equals(place.get())) {
      return records;
    }
    Recorded<Cluster> moved = Recorded.local(facts.get().on(place.get()));
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    upserts.put(moved.key(), moved);
    return new RegistryDelta(records.revision(), records.revision(), upserts, new TreeSet<>())
        .applyTo(records);
  }

  /**
   * Whether a hub that does not know the cluster's facts sends the right things all the same: it
   * takes the cluster to be on a network of its own.
   */
  static boolean needsNone(LocalState local, RegistrySnapshot own, OriginId self) {
    return local.complete() && own.cluster(self).map(Cluster::network).orElse("").isEmpty();
  }
}
