package dev.portolan.agent.discovery.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceCutTest {
  private static final ServiceKey SERVICE = new ServiceKey(new OriginId("east-1"), "shop", "cart");

  private static List<EndpointSlice> cut(String name, List<Endpoint> endpoints, Set<String> taken) {
    return new SliceCut(SERVICE, taken).cut(name, Sorted.map(Map.of("http", 80)), endpoints);
  }

  private static List<Endpoint> endpoints(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "10.1.%d.%d".formatted(i / 250, i % 250))
        .map(
            address ->
                new Endpoint(
                    address,
                    Health.READY,
                    MeshMode.SIDECAR,
                    Locality.UNKNOWN,
                    "a",
                    Sorted.map(Map.of())))
        .toList();
  }

  @Test
  void leavesASliceThatFitsAlone() {
    assertThat(cut("cart-1", endpoints(100), Set.of()))
        .singleElement()
        .satisfies(slice -> assertThat(slice.key().name()).isEqualTo("cart-1"));
  }

  @Test
  void losesNoEndpointAndNameNoneTwice() {
    List<EndpointSlice> parts = cut("cart-1", endpoints(1000), Set.of());

    assertThat(parts.stream().flatMap(part -> part.endpoints().stream()))
        .containsExactlyInAnyOrderElementsOf(endpoints(1000));
    assertThat(parts.stream().map(EndpointSlice::key)).doesNotHaveDuplicates();
    // Even spread: no more than twice the fewest parts possible.
    assertThat(parts).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void oneEndpointTouchesOnePartOrItsHalves() {
    List<Endpoint> all = endpoints(1000);
    for (int gone = 0; gone < all.size(); gone += 37) {
      List<Endpoint> fewer = new ArrayList<>(all);
      fewer.remove(gone);

      Set<EndpointSlice> before = new HashSet<>(cut("cart-1", all, Set.of()));
      Set<EndpointSlice> after = new HashSet<>(cut("cart-1", fewer, Set.of()));
      Set<EndpointSlice> changed = new HashSet<>(after);
      changed.removeAll(before);

      assertThat(changed).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void takesNoNameThatAnotherSliceHas() {
    List<EndpointSlice> parts = cut("cart-1", endpoints(150), Set.of("cart-1", "cart-1.b0"));

    assertThat(parts.stream().map(part -> part.key().name()))
        .containsExactly("cart-1.b0x", "cart-1.b1");
  }

  @Test
  void shortensLongNames() {
    String longest =
        "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

    assertThat(cut(longest, endpoints(150), Set.of(longest))).hasSize(2);
  }
}
