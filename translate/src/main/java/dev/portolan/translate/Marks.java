package dev.portolan.translate;

/** Label and annotation names on what Portolan writes. They are stable: users select on them. */
public final class Marks {
  /**
   * On every object of ours, with {@link #MANAGED_BY_AGENT}; nothing without it is ever touched.
   */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String MANAGED_BY_AGENT = "portolan-agent";

  /** Name of the virtual mesh, on every object of ours. */
  public static final String VIRTUAL_MESH = "portolan.dev/virtual-mesh";

  /** Annotation: hash of the canonical spec; equal hashes mean nothing to write. */
  public static final String SPEC_HASH = "portolan.dev/spec-hash";

  /** Annotation: registry revision at which the object was last written. */
  public static final String REVISION = "portolan.dev/revision";

  /**
   * Annotation: origins, separated by commas, that have no endpoint in the object but without which
   * it might be another: they offer the host, or claim a gateway that it uses.
   */
  public static final String SHAPED_BY = "portolan.dev/shaped-by";

  /** Annotation on an AuthorizationPolicy: the access policy that counts; none by default. */
  public static final String ACCESS_POLICY = "portolan.dev/access-policy";

  /**
   * Annotation that a user sets to {@code "true"} on an object of ours: it is left as it is,
   * neither repaired nor removed.
   */
  public static final String UNMANAGED = "portolan.dev/unmanaged";

  /** Annotation that a user sets on the agents' Lease: the hold on deletions that is released. */
  public static final String RELEASED_HOLD = "portolan.dev/release-deletions";

  /** On endpoints: the origin whose workload it is. */
  public static final String CLUSTER = "portolan.dev/cluster";

  private static final String TIER_PREFIX = "portolan.dev/t";

  /** On Services that stand for one of another cluster, with the value {@code "true"}. */
  public static final String REPLICA = "portolan.dev/replica";

  /** Of a network name that only we use: the origin's name follows. No gateway is known for it. */
  static final String NETWORK_PREFIX = "portolan-";

  /** Istio's own: {@code istio} on endpoints that speak mesh mTLS. */
  public static final String TLS_MODE = "security.istio.io/tlsMode";

  /** Istio's own: certificates that the proxy's system trusts. */
  static final String SYSTEM_AUTHORITIES = "system";

  private Marks() {}

  /** On endpoints of a tier from 1 on, and of all later ones. Clients must not carry it. */
  public static String tier(int tier) {
    return TIER_PREFIX + tier;
  }
}
