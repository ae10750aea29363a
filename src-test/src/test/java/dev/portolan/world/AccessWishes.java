package dev.portolan.world;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Access policies that people may write about {@link Worlds}. */
final class AccessWishes {
  static final List<String> NAMESPACES = List.of(Worlds.NAMESPACE, "web");
  static final List<String> ACCOUNTS = List.of("sa", "front");

  private static final List<Integer> STRANGE_TOO = List.of(80, 81, 99);
  private static final int MAX_GRANTS = 3;
  private static final int MAX_CALLERS = 3;

  private final Chance chance;

  AccessWishes(Chance chance) {
    this.chance = chance;
  }

  AccessPolicy policy(String name, VirtualMesh mesh, HostSelector hosts) {
    List<AccessGrant> grants = new ArrayList<>();
    for (int i = chance.below(MAX_GRANTS + 1); i > 0; i--) {
      grants.add(grant(mesh.members()));
    }
    return new AccessPolicy(PolicyKey.access(name), mesh.key(), Set.of(hosts), grants);
  }

  private AccessGrant grant(List<OriginId> members) {
    List<AccessCaller> callers = new ArrayList<>();
    for (int i = chance.below(MAX_CALLERS); i >= 0; i--) {
      callers.add(caller(members));
    }
    return AccessGrant.of(
        callers,
        chance.oneIn(3) ? List.of(chance.any(STRANGE_TOO)) : List.of(),
        chance.oneIn(4) ? List.of("GET") : List.of(),
        chance.oneIn(4) ? List.of("/list/*") : List.of());
  }

  private AccessCaller caller(List<OriginId> members) {
    Optional<OriginId> cluster =
        chance.oneIn(3) ? Optional.empty() : Optional.of(chance.any(members));
    Optional<String> namespace =
        chance.oneIn(2) ? Optional.empty() : Optional.of(chance.any(NAMESPACES));
    Optional<String> account =
        namespace.isEmpty() || chance.oneIn(2)
            ? Optional.empty()
            : Optional.of(chance.any(ACCOUNTS));
    return new AccessCaller(cluster, namespace, account);
  }
}
