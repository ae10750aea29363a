package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.ads.GatewayChain;
import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness gives what the mesh's tests count on: a real istiod's own reading of objects. */
@RealClusters(value = Site.EAST_1_NAME, istiod = true)
@Timeout(240)
class IstiodIT {
  private Workloads workloads;
  private String namespace;
  private final Pods pods = new Pods();
  private String cart;

  @BeforeEach
  void deploy(RealCluster cluster) {
    workloads = new Workloads(cluster.client());
    namespace = cluster.newNamespace("shop");
    cart = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.cluster.local");
    Site.EAST_1.install(cluster);
    workloads.service(namespace, "cart");
    workloads.pods(
        namespace,
        "cart",
        Site.EAST_1.node(),
        List.of(pods.at(Site.EAST_1, 1), pods.at(Site.EAST_1, 2)));
  }

  @Test
  void tellsASidecarOfPodsTheirPlaceAndTheirIdentity(RealCluster cluster) {
    try (IstiodClient proxy =
        IstiodClient.connect(cluster.istiod(), Site.EAST_1.client(namespace))) {
      assertThat(proxy.awaitEndpoints(cart, endpoints -> endpoints.size() == 2))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 2), "eu/eu-1", 1, true));
      ProxyCluster found = proxy.cluster(cart).orElseThrow();
      assertThat(found.snis())
          .containsExactly("outbound_.9080_._.cart." + namespace + ".svc.cluster.local");
      assertThat(found.identities())
          .as("also under the alias of its trust domain")
          .containsExactlyInAnyOrder(
              Site.EAST_1.identity(namespace, "cart"), Site.WEST.identity(namespace, "cart"));
      assertThat(found.alwaysMutualTls()).isFalse();

      workloads.pods(namespace, "cart", Site.EAST_1.node(), List.of(pods.at(Site.EAST_1, 2)));
      proxy.awaitEndpoints(cart, endpoints -> endpoints.size() == 1);
    }
    assertThat(cluster.istiod().metrics().trouble()).isEmpty();
  }

  @Test
  void tellsAGatewayWhichServerNameLeadsWhere(RealCluster cluster) {
    try (IstiodClient gateway =
        IstiodClient.connect(cluster.istiod(), Site.EAST_1.gatewayProxy())) {
      String sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
      gateway.awaitThat(it -> assertThat(it.chains()).contains(new GatewayChain(15443, sni, sni)));
      assertThat(gateway.awaitEndpoints(sni, endpoints -> !endpoints.isEmpty()))
          .extracting(ProxyEndpoint::address)
          .containsExactly(pods.port(Site.EAST_1, 1), pods.port(Site.EAST_1, 2));
    }
  }

  @Test
  void aGatewayThatAsksForAnotherNetworkKnowsTheServerNameAndNobodyBehindIt(RealCluster cluster) {
    String sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
    try (IstiodClient right = IstiodClient.connect(cluster.istiod(), Site.EAST_1.gatewayProxy());
        IstiodClient gateway =
            IstiodClient.connect(
                cluster.istiod(),
                Site.EAST_1.gatewayProxy().with("REQUESTED_NETWORK_VIEW", "net-elsewhere"))) {
      right.awaitEndpoints(sni, endpoints -> endpoints.size() == 2);
      gateway.awaitThat(
          it -> {
            assertThat(it.chains()).contains(new GatewayChain(15443, sni, sni));
            assertThat(it.told(sni)).isTrue();
          });
      assertThat(gateway.endpoints(sni)).isEmpty();
    }
  }
}
