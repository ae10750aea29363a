package dev.portolan.server.guard;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.VirtualMesh;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * After which time some rule does something about an origin that is lost: so that agents are told
 * then, and at no other time. Remembers what it found for as long as nothing it read is replaced.
 * Confined to one thread.
 */
final class GraceTable {
  private final Map<OriginId, Entry> entries = new HashMap<>();

  private record Entry(
      OriginShard shard, Optional<VirtualMesh> mesh, NavigableSet<Duration> graces) {
    @SuppressWarnings("ReferenceEquality") // a shard that was not replaced is the same object
    boolean reads(OriginShard otherShard, Optional<VirtualMesh> otherMesh) {
      return shard == otherShard && mesh.equals(otherMesh);
    }
  }

  /** The graces of an origin's services, sorted. */
  NavigableSet<Duration> of(RegistrySnapshot snapshot, OriginId origin) {
    OriginShard shard = snapshot.origin(origin);
    Optional<VirtualMesh> mesh = snapshot.meshOf(origin);
    Entry known = entries.get(origin);
    if (known != null && known.reads(shard, mesh)) {
      return known.graces();
    }
    NavigableSet<Duration> graces = new TreeSet<>();
    mesh.map(VirtualMesh::partition)
        .ifPresent(
            rules ->
                shard.services().forEach(service -> add(rules.of(service.resource()), graces)));
    mesh.map(VirtualMesh::partition).map(PartitionRules::rule).ifPresent(rule -> add(rule, graces));
    entries.put(origin, new Entry(shard, mesh, graces));
    return graces;
  }

  private static void add(PartitionRule rule, NavigableSet<Duration> graces) {
    if (rule.acts()) {
      graces.add(rule.grace());
    }
  }

  /** Forgets all others. */
  void retain(Set<OriginId> origins) {
    entries.keySet().retainAll(origins);
  }
}
