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
    Names.require("address", address, IpAddress.endpointProblem(address));
    address = IpAddress.canonical(address).orElseThrow();
    labels = Sorted.map(labels);
  }

  /** Only ready endpoints are routed to. */
  public boolean ready() {
    return health == Health.READY;
  }

  /** Speaks mesh mTLS, so it can be reached through an east-west gateway. */
  public boolean meshed() {
    return meshMode != MeshMode.NONE;
  }

  /** Readiness as Kubernetes reports it. */
  public enum Health {
    READY,
    NOT_READY,
    TERMINATING
  }

  /** How the workload takes part in the mesh. */
  public enum MeshMode {
    NONE,
    SIDECAR,
    AMBIENT
  }
}
