package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PackedEndpointsTest {
  private static final SliceKey KEY =
      new SliceKey(new ServiceKey(new OriginId("east-1"), "shop", "cart"), "cart-1");

  @Property(tries = 300)
  void endpointsComeOutAsTheyWentIn(@ForAll("endpoints") List<Endpoint> endpoints) {
    List<Endpoint> packed = PackedEndpoints.of(endpoints);

    assertThat(packed).containsExactlyElementsOf(endpoints);
    assertThat(packed).isEqualTo(endpoints).hasSameHashCodeAs(endpoints);
    assertThat(PackedEndpoints.of(endpoints)).isEqualTo(packed);
  }

  @Property(tries = 300)
  void listsAreEqualAsTheirEndpointsAre(
      @ForAll("endpoints") List<Endpoint> one, @ForAll("endpoints") List<Endpoint> other) {
    assertThat(PackedEndpoints.of(one).equals(PackedEndpoints.of(other)))
        .isEqualTo(one.equals(other));
  }

  @Test
  void addressesOfBothFamiliesKeepTheirText() {
    List<String> addresses =
        List.of("10.0.0.1", "192.168.255.254", "fd00::1", "fd00::a00:1", "::10:1");

    List<Endpoint> packed =
        PackedEndpoints.of(addresses.stream().map(PackedEndpointsTest::endpoint).toList());

    assertThat(packed).extracting(Endpoint::address).containsExactlyElementsOf(addresses);
  }

  @Test
  void oneEndpointOfAnotherKindIsToldApart() {
    EndpointSlice slice =
        new EndpointSlice(
            KEY,
            Sorted.map(Map.of("http", 8080)),
            Stream.of("10.0.0.1", "10.0.0.3").map(PackedEndpointsTest::endpoint).toList());
    Endpoint draining =
        new Endpoint(
            "10.0.0.2",
            Endpoint.Health.TERMINATING,
            Endpoint.MeshMode.NONE,
            Locality.UNKNOWN,
            "",
            Sorted.map(Map.of("app", "cart")));

    EndpointSlice mixed =
        new EndpointSlice(
            KEY,
            slice.ports(),
            Stream.concat(slice.endpoints().stream(), Stream.of(draining)).toList());

    assertThat(mixed.endpoints())
        .containsExactly(endpoint("10.0.0.1"), draining, endpoint("10.0.0.3"));
  }

  @Provide
  Arbitrary<List<Endpoint>> endpoints() {
    return RegistryArbitraries.slices()
        .map(
            slice ->
                slice.endpoints().stream()
                    .sorted(Comparator.comparing(Endpoint::address))
                    .toList());
  }

  private static Endpoint endpoint(String address) {
    return new Endpoint(
        address,
        Endpoint.Health.READY,
        Endpoint.MeshMode.SIDECAR,
        new Locality("eu", "eu-1", ""),
        "cart",
        Sorted.map(Map.of()));
  }
}
