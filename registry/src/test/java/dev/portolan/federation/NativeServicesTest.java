package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Sorted;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeServicesTest {
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final HostKey STOCK = new HostKey("shop", "stock");
  private static final HostKey LEDGER = new HostKey("bank", "ledger");

  private final NativeServices some =
      NativeServices.NONE.with(CART, service("http")).with(LEDGER, service("http"));

  @Test
  void differInWhatWasAddedChangedAndRemovedWhicheverIsFirst() {
    NativeServices others =
        some.with(CART, service("grpc"))
            .with(STOCK, service("http"))
            .with(LEDGER, Optional.empty());

    assertThat(some.difference(others)).containsExactlyInAnyOrder(CART, STOCK, LEDGER);
    assertThat(others.difference(some)).containsExactlyInAnyOrder(CART, STOCK, LEDGER);
  }

  @Test
  void areTheSameObjectsWhereNothingChanged() {
    assertThat(some.with(CART, service("http"))).isSameAs(some);
    assertThat(some.with(STOCK, Optional.empty())).isSameAs(some);
    assertThat(some.with(CART, service("grpc")).byNamespace().get("bank"))
        .isSameAs(some.byNamespace().get("bank"));
  }

  @Test
  void equalWhatHasTheSameServicesHoweverItCameAbout() {
    NativeServices back =
        some.with(STOCK, service("http"))
            .with(LEDGER, Optional.empty())
            .with(STOCK, Optional.empty())
            .with(LEDGER, service("http"));

    assertThat(back).isEqualTo(some);
    assertThat(some.with(LEDGER, Optional.empty()))
        .isEqualTo(NativeServices.NONE.with(CART, service("http")));
    assertThat(some.difference(back)).isEmpty();
  }

  private static Optional<NativeService> service(String port) {
    return Optional.of(
        new NativeService(
            NativeService.Kind.VIRTUAL_IP, Sorted.map(Map.of(80, port)), false, Optional.empty()));
  }
}
