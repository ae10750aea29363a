package dev.portolan.federation;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A registry, the host to plan in it, and the surroundings of every cluster for which it is
 * planned.
 *
 * @param surroundings by cluster
 */
public record GoldenCase(
    Collection<? extends Resource> records,
    HostKey host,
    SortedMap<OriginId, Surroundings> surroundings) {

  /** What {@link HostPlanner} decides in one cluster, from what that cluster can see. */
  public HostDecision plan(OriginId cluster) {
    return HostPlanner.plan(
        visibleTo(snapshot(records), cluster),
        cluster,
        surroundings.getOrDefault(cluster, Surroundings.NONE),
        host);
  }

  /** What {@link AccessPlanner} decides in one cluster, from what that cluster can see. */
  public AccessDecision access(OriginId cluster) {
    return AccessPlanner.plan(
        visibleTo(snapshot(records), cluster),
        cluster,
        surroundings.getOrDefault(cluster, Surroundings.NONE),
        host);
  }

  /** A snapshot of records. */
  public static RegistrySnapshot snapshot(Collection<? extends Resource> records) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    records.forEach(record -> upserts.put(record.key(), Recorded.local(record)));
    return new RegistryDelta(
            Revision.NONE, new Revision("00000000000000aa", 1), upserts, new TreeSet<>())
        .applyTo(RegistrySnapshot.EMPTY);
  }

  /** A cluster's view: its own records, what is visible to it of others', and their capacities. */
  static RegistrySnapshot visibleTo(RegistrySnapshot all, OriginId cluster) {
    Scope scope = Scope.of(all, cluster);
    List<Resource> visible = new ArrayList<>();
    all.rules().forEach(rule -> visible.add(rule.resource()));
    for (Map.Entry<OriginId, OriginShard> entry : all.origins().entrySet()) {
      boolean own = entry.getKey().equals(cluster);
      for (Resource record : recordsOf(all, entry.getValue())) {
        boolean derived = record instanceof Capacity;
        if (own ? !derived : Visibility.visible(all, scope, record.key())) {
          visible.add(record);
        }
      }
    }
    visible.removeIf(
        record -> !Visibility.visible(all, scope, record.key()) && !ownedBy(record, cluster));
    // It travels with the facts of a cluster.
    List.copyOf(visible).stream()
        .filter(Cluster.class::isInstance)
        .flatMap(facts -> all.liveness(facts.key().owner().orElseThrow()).stream())
        .forEach(visible::add);
    return snapshot(visible);
  }

  private static boolean ownedBy(Resource record, OriginId cluster) {
    return record.key().owner().filter(cluster::equals).isPresent();
  }

  private static List<Resource> recordsOf(RegistrySnapshot all, OriginShard shard) {
    List<Resource> records = new ArrayList<>();
    shard.cluster().ifPresent(recorded -> records.add(recorded.resource()));
    shard
        .services()
        .forEach(
            recorded -> {
              ServiceKey key = recorded.resource().key();
              records.add(recorded.resource());
              List<EndpointSlice> slices = all.slices(key);
              records.addAll(slices);
              records.add(Capacity.of(key, slices));
            });
    return records;
  }
}
