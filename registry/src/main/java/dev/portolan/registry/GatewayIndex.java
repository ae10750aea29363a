package dev.portolan.registry;

import java.util.Optional;
import java.util.SortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Which clusters report a gateway address; a snapshot's index. Immutable. */
final class GatewayIndex {
  static final GatewayIndex EMPTY = new GatewayIndex(TreePMap.empty());

  private final TreePMap<Gateway, TreePSet<OriginId>> claims;

  private GatewayIndex(TreePMap<Gateway, TreePSet<OriginId>> claims) {
    this.claims = claims;
  }

  SortedSet<OriginId> claiming(Gateway gateway) {
    return claims.getOrDefault(gateway, TreePSet.empty());
  }

  /** The index once an origin's facts are others; nothing means that it has none. */
  GatewayIndex with(OriginId origin, Optional<Cluster> before, Optional<Cluster> after) {
    if (before.equals(after)) {
      return this;
    }
    TreePMap<Gateway, TreePSet<OriginId>> next = claims;
    for (Gateway gateway :
        before.map(Cluster::gateways).stream().flatMap(g -> g.stream()).toList()) {
      TreePSet<OriginId> left = next.getOrDefault(gateway, TreePSet.empty()).minus(origin);
      next = left.isEmpty() ? next.minus(gateway) : next.plus(gateway, left);
    }
    for (Gateway gateway :
        after.map(Cluster::gateways).stream().flatMap(g -> g.stream()).toList()) {
      next = next.plus(gateway, next.getOrDefault(gateway, TreePSet.empty()).plus(origin));
    }
    return new GatewayIndex(next);
  }
}
