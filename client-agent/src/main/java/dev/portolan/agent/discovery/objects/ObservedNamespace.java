package dev.portolan.agent.discovery.objects;

import java.time.Instant;
import java.util.Optional;

/**
 * A namespace.
 *
 * @param uid empty when not given
 * @param network label {@code topology.istio.io/network}, empty without one
 * @param ambient its workloads are in Istio's ambient mode
 * @param terminating being deleted: accepts no new objects
 * @param created empty when not given
 */
public record ObservedNamespace(
    ObjectRef ref,
    String uid,
    String network,
    boolean ambient,
    boolean terminating,
    Optional<Instant> created)
    implements Observed {
  /** Where Istio lives; its label names the cluster's network. */
  public static final String ISTIO = "istio-system";

  /** Kubernetes' own namespace; its uid identifies the cluster, its age is the cluster's. */
  public static final String SYSTEM = "kube-system";
}
