package dev.portolan.registry;

import java.util.SortedMap;

/**
 * One workload instance.
 *
 * @param address canonical IP literal
 * @param serviceAccount Kubernetes service account, empty when unknown
 * @param labels pod labels that routing may select on
 */
public record Endpoint(
    String address,
    Health health,
    MeshMode meshMode,
    Locality locality,
    String serviceAccount,
    SortedMap<String, String> labels) {
  public static final int MAX_LABELS = 64;

  public Endpoint {
    address = IpAddress.requireEndpoint("address", address);
    labels = Sorted.map(labels);
  }

  /** Only ready endpoints are routed to. */
  public boolean ready() {
    return health == Health.READY;
  }

  /** Speaks Istio's mTLS itself, so it can be reached through an east-west gateway. */
  public boolean meshed() {
    return meshMode == MeshMode.SIDECAR;
  }

  /** Readiness as Kubernetes reports it. */
  public enum Health {
    READY,
    NOT_READY,
    TERMINATING
  }

  /** How the workload takes part in the mesh. */
  public enum MeshMode {
    /** No proxy: plain text. */
    NONE,
    /** A sidecar proxy: Istio's mTLS on the pod's own ports, plain text where policy allows. */
    SIDECAR,
    /**
     * The node's ztunnel: mTLS inside HBONE only, on port 15008. On the pod's own ports it takes
     * plain text, and an AUTO_PASSTHROUGH gateway cannot pass a connection on to it.
     */
    AMBIENT,
    /** No proxy, but TLS of its own, with a certificate for the service's TLS name. */
    TLS
  }
}
