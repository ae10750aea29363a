package dev.portolan.registry;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a slice in little memory: the bytes of their addresses, and what many have in
 * common once. Each is made anew when it is asked for. Immutable.
 */
final class PackedEndpoints extends AbstractList<Endpoint> implements RandomAccess {
  private static final byte MAPPED = (byte) 0xff;

  private final byte[] addresses;
  // One for each endpoint, or a single one that is that of all.
  private final Traits[] traits;
  private final int size;

  /** All of an endpoint but its address. */
  private record Traits(
      Endpoint.Health health,
      Endpoint.MeshMode meshMode,
      Locality locality,
      String serviceAccount,
      SortedMap<String, String> labels,
      int weight) {
    static Traits of(Endpoint endpoint) {
      return Shared.value(
          new Traits(
              endpoint.health(),
              endpoint.meshMode(),
              endpoint.locality(),
              endpoint.serviceAccount(),
              endpoint.labels(),
              endpoint.weight()));
    }

    Endpoint at(String address) {
      return new Endpoint(address, health, meshMode, locality, serviceAccount, labels, weight);
    }
  }

  private PackedEndpoints(byte[] addresses, Traits[] traits, int size) {
    this.addresses = addresses;
    this.traits = traits;
    this.size = size;
  }

  static List<Endpoint> of(List<Endpoint> endpoints) {
    if (endpoints.isEmpty() || endpoints instanceof PackedEndpoints) {
      return endpoints.isEmpty() ? List.of() : endpoints;
    }
    Traits[] traits = new Traits[endpoints.size()];
    boolean alike = true;
    for (int i = 0; i < traits.length; i++) {
      traits[i] = Traits.of(endpoints.get(i));
      alike &= traits[i].equals(traits[0]);
    }
    return new PackedEndpoints(
        packed(endpoints), alike ? new Traits[] {traits[0]} : traits, endpoints.size());
  }

  private static byte[] packed(List<Endpoint> endpoints) {
    List<byte[]> each = new ArrayList<>(endpoints.size());
    int stride = 0;
    for (Endpoint endpoint : endpoints) {
      byte[] address = IpAddress.bytes(endpoint.address());
      stride = Math.max(stride, address.length);
      each.add(address);
    }
    byte[] packed = new byte[stride * each.size()];
    for (int i = 0; i < each.size(); i++) {
      byte[] address = each.get(i);
      int end = (i + 1) * stride;
      System.arraycopy(address, 0, packed, end - address.length, address.length);
      if (address.length < stride) {
        // Mapped into IPv6, in a form that no endpoint's address has (IpAddress.endpointProblem).
        packed[end - address.length - 1] = MAPPED;
        packed[end - address.length - 2] = MAPPED;
      }
    }
    return packed;
  }

  private String address(int index) {
    int stride = addresses.length / size;
    byte[] address = Arrays.copyOfRange(addresses, index * stride, (index + 1) * stride);
    return IpAddress.text(address);
  }

  @Override
  public Endpoint get(int index) {
    return traits[traits.length == 1 ? 0 : index].at(address(index));
  }

  @Override
  public int size() {
    return size;
  }

  /** As for every list; two packed ones are compared as they are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedEndpoints packed
        ? Arrays.equals(addresses, packed.addresses) && Arrays.equals(traits, packed.traits)
        : super.equals(other);
  }

  @Override
  @SuppressWarnings("RedundantOverride") // beside equals, as everywhere
  public int hashCode() {
    return super.hashCode();
  }
}
