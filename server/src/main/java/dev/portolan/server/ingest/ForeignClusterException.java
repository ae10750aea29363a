package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;
import dev.portolan.server.rpc.DecisionNeeded;

/** The id under which a cluster reports belongs to another one. */
public final class ForeignClusterException extends RuntimeException implements DecisionNeeded {
  private static final long serialVersionUID = 1;

  ForeignClusterException(OriginId origin, String uid, String bound) {
    super(
        "the id %s belongs to the cluster whose kube-system namespace has uid %s, and this one has %s; give it an id of its own, or, if the cluster was rebuilt, decide with 'portolan cluster bind %s --uid %s'"
            .formatted(origin, bound, uid, origin, uid));
  }

  @Override
  public String reason() {
    return "CLUSTER_FOREIGN";
  }

  @Override
  public boolean denied() {
    return true;
  }
}
