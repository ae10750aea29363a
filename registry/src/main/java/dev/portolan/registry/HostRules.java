package dev.portolan.registry;

/**
 * How the hosts of a virtual mesh are written in its clusters.
 *
 * @param maxEndpoints of one ServiceEntry, 1 to {@value #MAX_ENDPOINTS}
 * @param overflow what becomes of a host that has more
 */
public record HostRules(int maxEndpoints, Overflow overflow) {
  /** About 300 KiB: far below what an API server stores, and cheap to rewrite. */
  public static final int DEFAULT_MAX_ENDPOINTS = 1000;

  /** About 1.2 MiB, just below what etcd takes; the schema of ServiceEntry has 4,096. */
  public static final int MAX_ENDPOINTS = 4000;

  /** What a virtual mesh that says nothing means. */
  public static final HostRules DEFAULT = new HostRules(DEFAULT_MAX_ENDPOINTS, Overflow.SHARD);

  public HostRules {
    if (maxEndpoints < 1 || maxEndpoints > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          "maxEndpoints is " + maxEndpoints + "; 1 to " + MAX_ENDPOINTS + " are allowed");
    }
  }

  /** What becomes of a host with more endpoints than one ServiceEntry may have. */
  public enum Overflow {
    /** Several ServiceEntries of one host, whose endpoints a sidecar unites. */
    SHARD,
    /** One ServiceEntry; clusters that could be reached directly are reached by their gateways. */
    AGGREGATE,
    /** Something that a later version knows. */
    UNKNOWN
  }
}
