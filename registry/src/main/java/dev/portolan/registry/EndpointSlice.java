package dev.portolan.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * At most {@value #MAX_ENDPOINTS} endpoints of one service that share one set of target ports: the
 * unit of change.
 *
 * @param ports target port by service port name
 * @param endpoints kept sorted by address, addresses distinct; packed, so that each call makes the
 *     endpoint anew
 */
public record EndpointSlice(
    SliceKey key, SortedMap<String, Integer> ports, List<Endpoint> endpoints) implements Resource {
  public static final int MAX_ENDPOINTS = 100;
  public static final int MAX_PORTS = 100;

  public EndpointSlice {
    if (endpoints.size() > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          key + " has " + endpoints.size() + " endpoints; at most " + MAX_ENDPOINTS);
    }
    ports = Sorted.map(ports);
    ports.forEach((name, number) -> Names.requirePort("target port of " + name, number));
    endpoints = PackedEndpoints.of(sorted(key, endpoints));
  }

  private static List<Endpoint> sorted(SliceKey key, List<Endpoint> endpoints) {
    List<Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(Comparator.comparing(Endpoint::address));
    for (int i = 1; i < sorted.size(); i++) {
      String address = sorted.get(i).address();
      if (address.equals(sorted.get(i - 1).address())) {
        throw new IllegalArgumentException(key + " has " + address + " twice");
      }
    }
    return sorted;
  }
}
