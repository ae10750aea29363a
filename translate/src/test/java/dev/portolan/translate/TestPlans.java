package dev.portolan.translate;

import dev.portolan.federation.Destination;
import dev.portolan.federation.HostExterior;
import dev.portolan.federation.HostForm;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostTraffic;
import dev.portolan.federation.PlannedPort;
import dev.portolan.federation.TierOrder;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans by hand, for what a registry cannot easily be brought to. */
final class TestPlans {
  private TestPlans() {}

  /** One HTTP port, one pod, one gateway. */
  static HostPlan throughGateway(Map<String, String> podLabels) {
    return new HostPlan(
        new HostKey("shop", "cart"),
        "mesh",
        "cart.shop.svc.clusterset.local",
        new OriginId("a"),
        List.of(
            new PlannedPort(
                "http", 80, Protocol.HTTP, "outbound_.80_._.cart.shop.svc.cluster.local")),
        List.of(
            destination("a", "10.0.0.1", 8080, 0, false, podLabels),
            destination("b", "203.0.113.1", 15443, 2, true, Map.of())),
        Sorted.set(Set.of("spiffe://td/ns/shop/sa/cart")),
        true,
        HostExterior.NONE,
        TierOrder.DEFAULT,
        HostTraffic.USUAL,
        HostForm.WHOLE,
        List.of());
  }

  /** One HTTP port, one machine that takes TLS under a name. */
  static HostPlan byTls(String name) {
    return new HostPlan(
        new HostKey("shop", "orders"),
        "mesh",
        "orders.shop.svc.clusterset.local",
        new OriginId("a"),
        List.of(new PlannedPort("http", 443, Protocol.HTTP, "")),
        List.of(
            new Destination(
                new OriginId("consul"),
                "10.0.0.1",
                Sorted.map(Map.of("http", 8443)),
                Locality.UNKNOWN,
                1,
                2,
                Endpoint.MeshMode.TLS,
                false,
                Sorted.map(Map.of()))),
        Sorted.set(Set.of()),
        false,
        new HostExterior(false, Optional.of(name)),
        TierOrder.DEFAULT,
        HostTraffic.USUAL,
        HostForm.WHOLE,
        List.of());
  }

  private static Destination destination(
      String origin,
      String address,
      int target,
      int tier,
      boolean gateway,
      Map<String, String> labels) {
    return new Destination(
        new OriginId(origin),
        address,
        Sorted.map(Map.of("http", target)),
        Locality.UNKNOWN,
        gateway ? 3 : 1,
        tier,
        Endpoint.MeshMode.SIDECAR,
        gateway,
        Sorted.map(labels));
  }
}
