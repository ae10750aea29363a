package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Capacity.LocalityCapacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CapacityTest {
  private static final ServiceKey CART = new ServiceKey(new OriginId("east-1"), "shop", "cart");
  private static final Locality A = new Locality("r", "a", "");
  private static final Locality B = new Locality("r", "b", "");

  @Example
  void readyEndpointsAreCountedByLocalityAndMode() {
    Capacity capacity =
        Capacity.of(
            CART,
            List.of(
                slice(
                    "1",
                    endpoint("10.0.0.1", Endpoint.Health.READY, Endpoint.MeshMode.SIDECAR, B),
                    endpoint("10.0.0.2", Endpoint.Health.READY, Endpoint.MeshMode.NONE, A),
                    endpoint("10.0.0.3", Endpoint.Health.NOT_READY, Endpoint.MeshMode.SIDECAR, A)),
                slice(
                    "2",
                    endpoint("10.0.0.1", Endpoint.Health.READY, Endpoint.MeshMode.SIDECAR, B),
                    endpoint("10.0.0.4", Endpoint.Health.READY, Endpoint.MeshMode.AMBIENT, A),
                    endpoint("10.0.0.5", Endpoint.Health.TERMINATING, Endpoint.MeshMode.NONE, B))));

    assertThat(capacity.localities())
        .containsExactly(new LocalityCapacity(A, 0, 2, 1), new LocalityCapacity(B, 1, 0));
    assertThat(capacity.meshed()).isEqualTo(1);
    assertThat(capacity.unmeshed()).isEqualTo(2);
    assertThat(capacity.ambient()).isEqualTo(1);
  }

  @Example
  void noReadyEndpointIsNoLocality() {
    assertThat(Capacity.of(CART, List.of()).localities()).isEmpty();
    assertThat(
            Capacity.of(
                    CART,
                    List.of(
                        slice(
                            "1",
                            endpoint(
                                "10.0.0.1", Endpoint.Health.NOT_READY, Endpoint.MeshMode.NONE, A))))
                .localities())
        .isEmpty();
  }

  @Property(tries = 200)
  void everyReadyAddressCountsOnce(@ForAll("slices") List<EndpointSlice> slices) {
    Map<String, Endpoint> ready = new HashMap<>();
    slices.stream()
        .flatMap(slice -> slice.endpoints().stream())
        .filter(Endpoint::ready)
        .forEach(endpoint -> ready.putIfAbsent(endpoint.address(), endpoint));

    Capacity capacity = Capacity.of(CART, slices);

    assertThat(capacity.meshed() + capacity.unmeshed()).isEqualTo(ready.size());
    for (LocalityCapacity part : capacity.localities()) {
      assertThat(part.meshed())
          .isEqualTo(
              (int)
                  ready.values().stream()
                      .filter(each -> each.meshed() && each.locality().equals(part.locality()))
                      .count());
    }
  }

  @Provide
  Arbitrary<List<EndpointSlice>> slices() {
    return RegistryArbitraries.slices(new SliceKey(CART, "x"))
        .list()
        .ofMaxSize(4)
        .map(this::overlapping);
  }

  /** Adds a slice that repeats the first endpoint of each. */
  private List<EndpointSlice> overlapping(List<EndpointSlice> slices) {
    Map<String, Endpoint> firsts = new HashMap<>();
    slices.stream()
        .flatMap(slice -> slice.endpoints().stream().limit(1))
        .forEach(endpoint -> firsts.put(endpoint.address(), endpoint));
    List<EndpointSlice> all = new ArrayList<>(slices);
    all.add(slice("again", firsts.values().toArray(Endpoint[]::new)));
    return all;
  }

  private static EndpointSlice slice(String name, Endpoint... endpoints) {
    return new EndpointSlice(new SliceKey(CART, name), Sorted.map(Map.of()), List.of(endpoints));
  }

  private static Endpoint endpoint(
      String address, Endpoint.Health health, Endpoint.MeshMode mode, Locality locality) {
    return new Endpoint(address, health, mode, locality, "", Sorted.map(Map.of()));
  }
}
