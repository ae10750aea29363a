package dev.portolan.server.push;

import dev.portolan.federation.Scope;
import dev.portolan.federation.Visibility;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which records a whole scope contains. Pure; the rule itself is {@link Visibility}. */
final class ScopeContents {
  private ScopeContents() {}

  /**
   * Keys of all records that are visible in a scope; a capacity's record may turn out to be none.
   */
  static Collection<ResourceKey> of(RegistrySnapshot snapshot, Scope scope) {
    if (scope.equals(Scope.NOTHING)) {
      return List.of();
    }
    VirtualMeshKey key = new VirtualMeshKey(scope.mesh());
    List<ResourceKey> candidates = new ArrayList<>();
    candidates.add(key);
    snapshot.policies().forEach(policy -> candidates.add(policy.key()));
    snapshot
        .find(key)
        .map(found -> found.as(VirtualMesh.class).resource())
        .ifPresent(mesh -> mesh.members().forEach(member -> add(snapshot, member, candidates)));
    candidates.removeIf(candidate -> !Visibility.visible(snapshot, scope, candidate));
    return candidates;
  }

  private static void add(
      RegistrySnapshot snapshot, OriginId member, List<ResourceKey> candidates) {
    OriginShard shard = snapshot.origin(member);
    shard.cluster().ifPresent(cluster -> candidates.add(cluster.key()));
    shard
        .services()
        .forEach(
            service -> {
              candidates.add(service.key());
              candidates.add(new CapacityKey(service.resource().key()));
            });
    shard.slices().forEach(slice -> candidates.add(slice.key()));
  }
}
