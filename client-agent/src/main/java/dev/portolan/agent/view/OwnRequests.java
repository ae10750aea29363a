package dev.portolan.agent.view;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the own services ask for. Where the cluster cannot tell at the moment, what the hub has of
 * an earlier report counts on: so it does in every other cluster (ADR 0055). Pure.
 *
 * @param records the own ones, completed
 * @param kept how many services were
 */
record OwnRequests(RegistrySnapshot records, int kept) {

  /**
   * Completes the own records.
   *
   * @param told by the hub, which sends the own services that are exported, too
   */
  static OwnRequests of(RegistrySnapshot own, RegistrySnapshot told, OriginId self) {
    SortedMap<ResourceKey, Recorded<?>> completed = new TreeMap<>();
    for (Recorded<Service> before : told.origin(self).services()) {
      if (before.resource().requests().made().isEmpty()) {
        continue;
      }
      own.service(before.resource().key())
          .map(now -> now.with(now.requests().after(before.resource().requests())))
          .filter(now -> own.service(now.key()).filter(now::equals).isEmpty())
          .ifPresent(now -> completed.put(now.key(), Recorded.local(now)));
    }
    return completed.isEmpty()
        ? new OwnRequests(own, 0)
        : new OwnRequests(
            new RegistryDelta(own.revision(), own.revision(), completed, new TreeSet<>())
                .applyTo(own),
            completed.size());
  }
}
