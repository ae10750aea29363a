package dev.portolan.federation;

import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.util.Optional;

/**
 * Which records a scope contains: its virtual mesh and the policies for it, the clusters that are
 * members, the services that members export and the subscriber imports, and for each of these
 * either its endpoint slices (same network) or its capacity (another network), never both.
 */
public final class Visibility {
  private Visibility() {}

  /** Whether the record under a key, if there is one, is visible in a scope. */
  public static boolean visible(RegistrySnapshot snapshot, Scope scope, ResourceKey key) {
    if (scope.equals(Scope.NOTHING)) {
      return false;
    }
    if (key instanceof VirtualMeshKey mesh) {
      return mesh.name().equals(scope.mesh());
    }
    if (key instanceof PolicyKey) {
      return snapshot
          .find(key)
          .filter(
              policy ->
                  policy
                      .as(Policy.class)
                      .resource()
                      .versions()
                      .anyMatch(version -> version.mesh().name().equals(scope.mesh())))
          .isPresent();
    }
    OriginId origin = key.owner().orElseThrow();
    Optional<VirtualMesh> mesh =
        snapshot.meshOf(origin).filter(found -> found.key().name().equals(scope.mesh()));
    if (mesh.isEmpty()) {
      return false;
    }
    return switch (key.kind()) {
      case CLUSTER -> true;
      case REPORT,
          LIVENESS,
          HOLD,
          REGISTRATION,
          VIRTUAL_MESH,
          FAILOVER_POLICY,
          TRAFFIC_POLICY,
          ACCESS_POLICY ->
          false;
      case SERVICE, SLICE, CAPACITY ->
          placed(snapshot, scope, key) && exported(snapshot, mesh.get(), service(key));
    };
  }

  /**
   * Whether a scope contains the record under a key as soon as its service is exported, be it there
   * or not.
   */
  public static boolean placed(RegistrySnapshot snapshot, Scope scope, ResourceKey key) {
    OriginId origin = key.owner().orElseThrow();
    boolean member =
        snapshot.meshOf(origin).filter(mesh -> mesh.key().name().equals(scope.mesh())).isPresent();
    return member
        && scope.imports(service(key).namespace())
        && (key instanceof ServiceKey
            || (key instanceof SliceKey) == Scope.direct(snapshot, scope.network(), origin));
  }

  /** Whether a virtual mesh exports a service; one that nobody knows may be by its namespace. */
  public static boolean exported(RegistrySnapshot snapshot, VirtualMesh mesh, ServiceKey key) {
    return mesh.exports().wholly(key.namespace())
        || snapshot.service(key).filter(mesh.exports()::export).isPresent();
  }

  private static ServiceKey service(ResourceKey key) {
    if (key instanceof SliceKey slice) {
      return slice.service();
    }
    return key instanceof CapacityKey capacity ? capacity.service() : (ServiceKey) key;
  }
}
