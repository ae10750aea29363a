package dev.portolan.federation;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.Comparator;
import java.util.SortedMap;

/**
 * Where connections to a global host may go.
 *
 * @param origin whose workloads answer
 * @param address of a pod, or of an east-west gateway
 * @param ports target port by planned port name
 * @param weight at least 1: how many ready endpoints stand behind it, or its part of the share that
 *     a failover policy gives to its origin
 * @param tier 0 first; where no failover policy says otherwise: 0 the own cluster, 1 others in its
 *     region, 2 all others, 3 what is used where no others answer
 * @param meshMode how the workload takes part in the mesh; SIDECAR for a gateway, which passes on
 *     to such only
 * @param labels that routing may select on
 */
public record Destination(
    OriginId origin,
    String address,
    SortedMap<String, Integer> ports,
    Locality locality,
    int weight,
    int tier,
    Endpoint.MeshMode meshMode,
    boolean gateway,
    SortedMap<String, String> labels) {
  /** By tier, then by origin, address and ports: total for the destinations of one host. */
  static final Comparator<Destination> ORDER =
      Comparator.comparingInt(Destination::tier)
          .thenComparing(Destination::origin)
          .thenComparing(Destination::address)
          .thenComparing(destination -> destination.ports().toString());

  public static final int TIER_LOCAL = 0;
  public static final int TIER_SAME_REGION = 1;
  public static final int TIER_OTHER = 2;

  /**
   * One for each tier of the longest policy, its rest, what is used last, and the own Service's.
   */
  public static final int MAX_TIER = FailoverPolicy.MAX_TIERS + 2;

  public Destination {
    if (weight < 1 || tier < TIER_LOCAL || tier > MAX_TIER) {
      throw new IllegalArgumentException(
          "destination %s with weight %d in tier %d".formatted(address, weight, tier));
    }
    ports = Sorted.map(ports);
    labels = Sorted.map(labels);
  }

  /** The same in another tier. */
  Destination in(int otherTier) {
    return otherTier == tier
        ? this
        : new Destination(
            origin, address, ports, locality, weight, otherTier, meshMode, gateway, labels);
  }

  /** The same with another weight. */
  Destination weighing(int otherWeight) {
    return otherWeight == weight
        ? this
        : new Destination(
            origin, address, ports, locality, otherWeight, tier, meshMode, gateway, labels);
  }

  /** Takes Istio's mTLS on its own ports. */
  public boolean meshed() {
    return meshMode == Endpoint.MeshMode.SIDECAR;
  }
}
