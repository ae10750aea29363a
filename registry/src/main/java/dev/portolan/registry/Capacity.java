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
      counts.merge(
          endpoint.locality(),
          new LocalityCapacity(
              endpoint.locality(), endpoint.meshed() ? 1 : 0, endpoint.meshed() ? 0 : 1),
          LocalityCapacity::plus);
    }
    return new Capacity(new CapacityKey(service), List.copyOf(counts.values()));
  }

  /** Ready endpoints that speak mesh mTLS, in all localities. */
  public int meshed() {
    return localities.stream().mapToInt(LocalityCapacity::meshed).sum();
  }

  /** Ready endpoints that do not, in all localities. */
  public int unmeshed() {
    return localities.stream().mapToInt(LocalityCapacity::unmeshed).sum();
  }

  /**
   * Ready endpoints in one locality.
   *
   * @param meshed speak mesh mTLS: reachable through an east-west gateway
   * @param unmeshed do not
   */
  public record LocalityCapacity(Locality locality, int meshed, int unmeshed) {
    public LocalityCapacity {
      if (meshed < 0 || unmeshed < 0 || meshed + unmeshed == 0) {
        throw new IllegalArgumentException(
            "capacity of %s is %d + %d".formatted(locality, meshed, unmeshed));
      }
    }

    private LocalityCapacity plus(LocalityCapacity other) {
      return new LocalityCapacity(locality, meshed + other.meshed, unmeshed + other.unmeshed);
    }
  }
}
