package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests for one host that a policy sends to another. */
class OtherHostTest {
  private static final OriginId OWN = new OriginId("own");
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final HostKey NEXT = new HostKey("shop", "next");

  private final List<Resource> records =
      new ArrayList<>(
          List.of(
              new VirtualMesh(
                  new VirtualMeshKey("mesh"),
                  List.of(OWN),
                  VirtualMesh.DEFAULT_SUFFIX,
                  Sorted.set(List.of("shop"))),
              Cluster.unknown(OWN),
              service(CART, 80),
              slice(CART, "10.0.0.1"),
              new TrafficPolicy(
                  PolicyKey.traffic("canary"),
                  new VirtualMeshKey("mesh"),
                  List.of(HostSelector.of(CART)),
                  List.of(
                      new TrafficSplit(
                          List.of(
                              new TrafficSplit.Branch(new TrafficTarget.InCluster(OWN), 9),
                              new TrafficSplit.Branch(new TrafficTarget.OtherHost(NEXT), 1)))))));

  @Test
  void theyGoToAHostThatIsThere() {
    records.addAll(List.of(service(NEXT, 80), slice(NEXT, "10.0.0.2")));

    HostPlan plan = plan();

    assertThat(plan.traffic().routes())
        .containsExactly(
            route("cart.shop.svc.clusterset.local", Optional.of(OWN), 9),
            route("next.shop.svc.clusterset.local", Optional.empty(), 1));
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void aHostWithOnePortGetsAllOfThem() {
    records.addAll(List.of(service(NEXT, 8080), slice(NEXT, "10.0.0.2")));

    assertThat(plan().traffic().routes()).hasSize(2);
  }

  @Test
  void aHostThatLacksAPortGetsNone() {
    records.addAll(List.of(service(NEXT, 8080, 8081), slice(NEXT, "10.0.0.2")));

    assertThat(onlyOwn()).isTrue();
  }

  @Test
  void aHostWithoutDestinationsGetsNone() {
    records.add(service(NEXT, 80));

    assertThat(onlyOwn()).isTrue();
  }

  @Test
  void whatBecomesOfTheOtherHostTouchesTheFirst() {
    RegistrySnapshot before = GoldenCase.snapshot(records);
    records.addAll(List.of(service(NEXT, 80), slice(NEXT, "10.0.0.2")));
    RegistrySnapshot after = GoldenCase.snapshot(records);

    assertThat(TouchedHosts.of(RegistryDelta.between(before, after), before, after, OWN))
        .containsExactly(CART, NEXT);
  }

  private boolean onlyOwn() {
    HostPlan plan = plan();
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.TRAFFIC_TARGET_EMPTY);
    return plan.traffic()
        .routes()
        .equals(List.of(route("cart.shop.svc.clusterset.local", Optional.of(OWN), 9)));
  }

  private HostPlan plan() {
    return (HostPlan)
        HostPlanner.plan(GoldenCase.snapshot(records), OWN, Surroundings.of(Set.of("shop")), CART);
  }

  private static HostTraffic.Route route(String fqdn, Optional<OriginId> subset, int weight) {
    return new HostTraffic.Route(new HostTraffic.Target(fqdn, subset), weight);
  }

  private static Service service(HostKey host, int... ports) {
    List<ServicePort> all = new ArrayList<>();
    for (int port : ports) {
      all.add(new ServicePort("p" + port, port, Protocol.HTTP));
    }
    return Service.of(
        host.at(OWN),
        all,
        Sorted.map(Map.of()),
        Set.of("spiffe://cluster.local/ns/shop/sa/cart"),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }

  private static EndpointSlice slice(HostKey host, String address) {
    return new EndpointSlice(
        new SliceKey(host.at(OWN), "a"),
        Sorted.map(Map.of("p80", 80, "p8080", 80, "p8081", 80)),
        List.of(
            new Endpoint(
                address,
                Endpoint.Health.READY,
                Endpoint.MeshMode.SIDECAR,
                Locality.UNKNOWN,
                "",
                Sorted.map(Map.of()))));
  }
}
