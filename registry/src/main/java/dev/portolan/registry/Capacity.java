package dev.portolan.registry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of one service is ready, per locality: what a cluster on another network needs to weigh
 * the origin's gateways.
 *
 * @param localities sorted by locality, none without a ready endpoint
 */
public record Capacity(CapacityKey key, List<LocalityCapacity> localities) implements Resource {
  public Capacity {
    localities = List.copyOf(localities);
    for (int i = 1; i < localities.size(); i++) {
      if (localities.get(i - 1).locality().compareTo(localities.get(i).locality()) >= 0) {
        throw new IllegalArgumentException(key.path() + " has localities out of order");
      }
    }
  }

  /** Counts the ready endpoints of a service's slices; an address in two slices counts once. */
  public static Capacity of(ServiceKey service, Iterable<EndpointSlice> slices) {
    Map<String, Endpoint> ready = new TreeMap<>();
    for (EndpointSlice slice : slices) {
      slice.endpoints().stream()
          .filter(Endpoint::ready)
          .forEach(endpoint -> ready.putIfAbsent(endpoint.address(), endpoint));
    }
    Map<Locality, LocalityCapacity> counts = new TreeMap<>();
    for (Endpoint endpoint : ready.values()) {
      counts.merge(endpoint.locality(), LocalityCapacity.of(endpoint), LocalityCapacity::plus);
    }
    return new Capacity(new CapacityKey(service), List.copyOf(counts.values()));
  }

  /** Ready endpoints that speak Istio's mTLS themselves, in all localities. */
  public int meshed() {
    return localities.stream().mapToInt(LocalityCapacity::meshed).sum();
  }

  /** Ready endpoints that do not, in all localities. */
  public int unmeshed() {
    return localities.stream().mapToInt(LocalityCapacity::unmeshed).sum();
  }

  /** How many of the {@link #unmeshed} are ambient, in all localities. */
  public int ambient() {
    return localities.stream().mapToInt(LocalityCapacity::ambient).sum();
  }

  /**
   * Ready endpoints in one locality.
   *
   * @param meshed have a sidecar: reachable through an east-west gateway
   * @param unmeshed have none
   * @param ambient how many of the unmeshed are ambient
   */
  public record LocalityCapacity(Locality locality, int meshed, int unmeshed, int ambient) {
    public LocalityCapacity {
      if (meshed < 0 || ambient < 0 || unmeshed < ambient || meshed + unmeshed == 0) {
        throw new IllegalArgumentException(
            "capacity of %s is %d + %d, of these %d ambient"
                .formatted(locality, meshed, unmeshed, ambient));
      }
    }

    /** Without ambient endpoints. */
    public LocalityCapacity(Locality locality, int meshed, int unmeshed) {
      this(locality, meshed, unmeshed, 0);
    }

    private static LocalityCapacity of(Endpoint endpoint) {
      int meshed = endpoint.meshed() ? 1 : 0;
      int ambient = endpoint.meshMode() == Endpoint.MeshMode.AMBIENT ? 1 : 0;
      return new LocalityCapacity(endpoint.locality(), meshed, 1 - meshed, ambient);
    }

    private LocalityCapacity plus(LocalityCapacity other) {
      return new LocalityCapacity(
          locality, meshed + other.meshed, unmeshed + other.unmeshed, ambient + other.ambient);
    }
  }
}
