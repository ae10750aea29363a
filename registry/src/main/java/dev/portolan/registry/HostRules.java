package dev.portolan.registry;

import java.util.Map;
import java.util.SortedMap;

/**
 * How the hosts of a virtual mesh are written in its clusters.
 *
 * @param mode of all hosts but the exceptions
 * @param exceptions hosts with another mode, at most {@value #MAX_EXCEPTIONS}
 * @param maxEndpoints of one ServiceEntry, 1 to {@value #MAX_ENDPOINTS}
 * @param overflow what becomes of a host that has more
 * @param missingNamespace what becomes of a host whose namespace a cluster lacks
 */
public record HostRules(
    HostMode mode,
    SortedMap<HostKey, HostMode> exceptions,
    int maxEndpoints,
    Overflow overflow,
    MissingNamespace missingNamespace) {
  /** About 300 KiB: far below what an API server stores, and cheap to rewrite. */
  public static final int DEFAULT_MAX_ENDPOINTS = 1000;

  /** About 1.2 MiB, just below what etcd takes; the schema of ServiceEntry has 4,096. */
  public static final int MAX_ENDPOINTS = 4000;

  public static final int MAX_EXCEPTIONS = 10_000;

  /** What a virtual mesh that says nothing means. */
  public static final HostRules DEFAULT = new HostRules(DEFAULT_MAX_ENDPOINTS, Overflow.SHARD);

  public HostRules {
    if (maxEndpoints < 1 || maxEndpoints > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          "maxEndpoints is " + maxEndpoints + "; 1 to " + MAX_ENDPOINTS + " are allowed");
    }
    if (exceptions.size() > MAX_EXCEPTIONS) {
      throw new IllegalArgumentException(
          exceptions.size() + " exceptions; at most " + MAX_EXCEPTIONS + " are allowed");
    }
    exceptions = Sorted.map(exceptions);
  }

  /** The default rules with other limits. */
  public HostRules(int maxEndpoints, Overflow overflow) {
    this(HostMode.GLOBAL, Sorted.map(Map.of()), maxEndpoints, overflow, MissingNamespace.SKIP);
  }

  /** The mode of a host. */
  public HostMode modeOf(HostKey host) {
    return exceptions.getOrDefault(host, mode);
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

  /** What becomes of a host whose namespace does not exist in a cluster. */
  public enum MissingNamespace {
    /** Nothing is written there. */
    SKIP,
    /** The namespace is made, and left when it is not needed any more. */
    CREATE,
    /** Something that a later version knows. */
    UNKNOWN
  }
}
