package dev.portolan.registry;

import java.util.SortedMap;

/**
 * One workload instance.
 *
 * @param address canonical IP literal
 * @param serviceAccount Kubernetes service account, empty when unknown
 * @param labels pod labels that routing may select on
 * @param weight its part of what the service's endpoints get together, 1 to {@value #MAX_WEIGHT}
 */
public record Endpoint(
    String address,
    Health health,
    MeshMode meshMode,
    Locality locality,
    String serviceAccount,
    SortedMap<String, String> labels,
    int weight) {
  public static final int MAX_LABELS = 64;
  public static final int MAX_WEIGHT = 65_535;

  public Endpoint {
    address = IpAddress.requireEndpoint("address", address);
    labels = Sorted.map(labels);
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "endpoint %s with weight %d; 1 to %d are allowed".formatted(address, weight, MAX_WEIGHT));
    }
  }

  /** One that gets as much as any other. */
  public Endpoint(
      String address,
      Health health,
      MeshMode meshMode,
      Locality locality,
      String serviceAccount,
      SortedMap<String, String> labels) {
    this(address, health, meshMode, locality, serviceAccount, labels, 1);
  }

  /** The same with another weight. */
  public Endpoint weighing(int other) {
    return new Endpoint(address, health, meshMode, locality, serviceAccount, labels, other);
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
