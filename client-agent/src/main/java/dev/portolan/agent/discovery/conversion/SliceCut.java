package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Cuts slices that are too large. Endpoints are spread by a hash of their address, and only a part
 * that is too large is halved by the next bit: so an endpoint that comes or goes touches its own
 * part, at times that part's other half, and no other.
 *
 * @param taken names of the service's own slices, which parts must not take
 */
public record SliceCut(ServiceKey service, Set<String> taken) {
  private static final int HASH_BITS = 32;
  private static final int LONGEST_NAME = 200;

  /** The slices of these endpoints under a name: one, or parts of it; none without endpoints. */
  public List<EndpointSlice> cut(
      String name, SortedMap<String, Integer> ports, List<Endpoint> endpoints) {
    List<EndpointSlice> parts = new ArrayList<>();
    cut(name, "", ports, endpoints, parts);
    return parts;
  }

  private void cut(
      String name,
      String bits,
      SortedMap<String, Integer> ports,
      List<Endpoint> endpoints,
      List<EndpointSlice> parts) {
    if (endpoints.size() <= EndpointSlice.MAX_ENDPOINTS) {
      if (!endpoints.isEmpty()) {
        parts.add(new EndpointSlice(new SliceKey(service, partName(name, bits)), ports, endpoints));
      }
      return;
    }
    List<Endpoint> zeros = new ArrayList<>();
    List<Endpoint> ones = new ArrayList<>();
    List<Endpoint> sorted =
        endpoints.stream().sorted(Comparator.comparing(Endpoint::address)).toList();
    for (Endpoint endpoint : sorted) {
      // Equal hashes to the last bit: then by order, which is less stable but ends.
      boolean one =
          bits.length() < HASH_BITS
              ? (hash(endpoint.address()) >>> bits.length() & 1) == 1
              : zeros.size() > ones.size();
      (one ? ones : zeros).add(endpoint);
    }
    cut(name, bits + "0", ports, zeros, parts);
    cut(name, bits + "1", ports, ones, parts);
  }

  private String partName(String name, String bits) {
    if (bits.isEmpty()) {
      return name;
    }
    String base =
        name.length() > LONGEST_NAME ? "s" + Integer.toUnsignedString(hash(name), 36) : name;
    String part = base + ".b" + bits;
    while (taken.contains(part)) {
      part += "x";
    }
    return part;
  }

  // Java's hash of neighbouring addresses differs in few bits; this mixes them (MurmurHash3).
  private static int hash(String text) {
    int hash = text.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
