package dev.portolan.server.guard;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.VirtualMesh;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

  private record Entry(Basis basis, NavigableSet<Duration> graces) {}

  /** What graces are found from. */
  private record Basis(
      OriginShard shard, Optional<VirtualMesh> mesh, List<FailoverPolicy> policies) {
    @SuppressWarnings("ReferenceEquality") // a shard that was not replaced is the same object
    boolean same(Basis other) {
      return shard == other.shard && mesh.equals(other.mesh) && policies.equals(other.policies);
    }
  }

  /** The graces of an origin's services, sorted. */
  NavigableSet<Duration> of(RegistrySnapshot snapshot, OriginId origin) {
    Optional<VirtualMesh> mesh = snapshot.meshOf(origin);
    Basis basis = new Basis(snapshot.origin(origin), mesh, partitionPolicies(snapshot));
    Entry known = entries.get(origin);
    if (known != null && known.basis().same(basis)) {
      return known.graces();
    }
    NavigableSet<Duration> graces = new TreeSet<>();
    mesh.ifPresent(
        rules ->
            vantages(rules, basis.policies(), origin)
                .forEach(
                    cluster ->
                        basis
                            .shard()
                            .services()
                            .forEach(
                                service ->
                                    add(
                                        snapshot
                                            .partition(rules, service.resource(), cluster)
                                            .rule(),
                                        graces))));
    mesh.map(VirtualMesh::partition).map(PartitionRules::rule).ifPresent(rule -> add(rule, graces));
    entries.put(origin, new Entry(basis, graces));
    return graces;
  }

  // All clusters have the same policies, but while one is taken over in waves.
  private static List<OriginId> vantages(
      VirtualMesh mesh, List<FailoverPolicy> policies, OriginId origin) {
    return policies.stream().anyMatch(policy -> policy.rollout().stage().isPresent())
        ? mesh.members()
        : List.of(origin);
  }

  private static List<FailoverPolicy> partitionPolicies(RegistrySnapshot snapshot) {
    return snapshot.policies().stream()
        .map(Recorded::resource)
        .filter(FailoverPolicy.class::isInstance)
        .map(FailoverPolicy.class::cast)
        .filter(
            policy ->
                policy
                    .versions()
                    .map(FailoverPolicy.class::cast)
                    .anyMatch(version -> version.partition().isPresent()))
        .toList();
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
