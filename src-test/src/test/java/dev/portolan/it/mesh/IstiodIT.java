package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.ads.GatewayChain;
import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.ads.ProxyNode;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness gives what the mesh's tests count on: a real istiod's own reading of objects. */
@RealClusters(value = "mesh-west-1", istiod = true)
@Timeout(240)
class IstiodIT {
  private Workloads workloads;
  private String namespace;
  private String cart;

  @BeforeEach
  void deploy(RealCluster cluster) {
    workloads = new Workloads(cluster.client());
    namespace = cluster.newNamespace("shop");
    cart = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.cluster.local");
    workloads.node("istiod-node", "us", "us-1");
    workloads.service(namespace, "cart");
    workloads.pods(namespace, "cart", "istiod-node", List.of("10.9.0.1", "10.9.0.2"));
  }

  @Test
  void tellsASidecarOfPodsTheirPlaceAndTheirIdentity(RealCluster cluster) {
    ProxyNode client = ProxyNode.client(cluster.name(), namespace, "");
    try (IstiodClient proxy = IstiodClient.connect(cluster.istiod(), client)) {
      assertThat(proxy.awaitEndpoints(cart, endpoints -> endpoints.size() == 2))
          .containsExactly(
              new ProxyEndpoint(0, "10.9.0.1:9080", "us/us-1", 1, true),
              new ProxyEndpoint(0, "10.9.0.2:9080", "us/us-1", 1, true));
      ProxyCluster found = proxy.cluster(cart).orElseThrow();
      assertThat(found.snis())
          .containsExactly("outbound_.9080_._.cart." + namespace + ".svc.cluster.local");
      assertThat(found.identities())
          .containsExactly("spiffe://cluster.local/ns/" + namespace + "/sa/cart");
      assertThat(found.alwaysMutualTls()).isFalse();

      workloads.pods(namespace, "cart", "istiod-node", List.of("10.9.0.2"));
      proxy.awaitEndpoints(cart, endpoints -> endpoints.size() == 1);
    }
    assertThat(cluster.istiod().metrics().trouble()).isEmpty();
  }

  @Test
  void tellsAGatewayWhichServerNameLeadsWhere(RealCluster cluster) {
    workloads.eastWestGateway("net-west", "203.0.113.9");
    ProxyNode node = ProxyNode.gateway(cluster.name(), "");
    try (IstiodClient gateway = IstiodClient.connect(cluster.istiod(), node)) {
      String sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
      gateway.awaitThat(it -> assertThat(it.chains()).contains(new GatewayChain(15443, sni, sni)));
      assertThat(gateway.awaitEndpoints(sni, endpoints -> !endpoints.isEmpty()))
          .extracting(ProxyEndpoint::address)
          .containsExactly("10.9.0.1:9080", "10.9.0.2:9080");
    }
  }

  @Test
  void goesOnAfterARestart(RealCluster cluster) {
    long before = cluster.istiod().pid();

    cluster.istiod().restart();

    assertThat(cluster.istiod().isAlive()).isTrue();
    assertThat(cluster.istiod().pid()).isNotEqualTo(before);
    ProxyNode client = ProxyNode.client(cluster.name(), namespace, "");
    try (IstiodClient proxy = IstiodClient.connect(cluster.istiod(), client)) {
      proxy.awaitEndpoints(cart, endpoints -> endpoints.size() == 2);
    }
  }
}
