package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.ads.GatewayChain;
import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What istiod makes of a host that three clusters offer, and that our agents wrote. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class HostsIT {
  private Federation federation;
  private String namespace;
  private String host;
  private final Pods pods = new Pods();

  @BeforeEach
  void deploy(Clusters clusters) {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    federation.deployCart(namespace, pods);
    host = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.clusterset.local");
  }

  @AfterEach
  void unharmed() {
    federation.assertUnharmed();
  }

  @Test
  void everyClusterHasAllEndpointsInItsOwnOrder() {
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace);
        IstiodClient east2 = federation.client(Site.EAST_2, namespace);
        IstiodClient west = federation.client(Site.WEST, namespace)) {
      assertThat(east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 2), "eu/eu-1", 1, true),
              new ProxyEndpoint(1, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(2, "203.0.113.31:15443", "us/us-1", 3, true));
      assertThat(east2.awaitEndpoints(host, endpoints -> endpoints.size() == 4))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(1, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(1, pods.port(Site.EAST_1, 2), "eu/eu-1", 1, true),
              new ProxyEndpoint(2, "203.0.113.31:15443", "us/us-1", 3, true));
      assertThat(west.awaitEndpoints(host, endpoints -> endpoints.size() == 5))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.WEST, 1), "us/us-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.WEST, 2), "us/us-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.WEST, 3), "us/us-1", 1, true),
              new ProxyEndpoint(1, "203.0.113.11:15443", "eu/eu-1", 2, true),
              new ProxyEndpoint(1, "203.0.113.12:15443", "eu/eu-2", 1, true));
    }
  }

  @Test
  void connectionsAskForTheNameThatTheExportersGatewayKnowsAndForItsIdentities() {
    String sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
    try (IstiodClient importer = federation.client(Site.EAST_1, namespace);
        IstiodClient exporter = federation.gateway(Site.WEST)) {
      importer.awaitEndpoints(host, endpoints -> endpoints.size() == 4);
      ProxyCluster cluster = importer.cluster(host).orElseThrow();
      assertThat(cluster.snis()).containsExactly(sni);
      assertThat(cluster.alwaysMutualTls()).isTrue();
      assertThat(cluster.ejects()).isTrue();
      assertThat(cluster.identities())
          .containsExactlyInAnyOrder(
              Site.EAST_1.identity(namespace, "cart"), Site.WEST.identity(namespace, "cart"));
      exporter.awaitThat(it -> assertThat(it.chains()).contains(new GatewayChain(15443, sni, sni)));
    }
  }

  @Test
  void aGatewayPassesOnToPodsOfItsClusterOnly() {
    String sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
    try (IstiodClient west = federation.client(Site.WEST, namespace);
        IstiodClient gateway = federation.gateway(Site.WEST)) {
      west.awaitEndpoints(host, endpoints -> endpoints.size() == 5);
      assertThat(gateway.awaitEndpoints(sni, endpoints -> !endpoints.isEmpty()))
          .extracting(ProxyEndpoint::address)
          .containsExactly(
              pods.port(Site.WEST, 1),
              pods.at(Site.WEST, 2) + ":9080",
              pods.at(Site.WEST, 3) + ":9080");
    }
  }

  @Test
  void theNativeHostStaysAsItWas() {
    String nativeHost = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.cluster.local");
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4);
      assertThat(east1.endpoints(nativeHost))
          .extracting(ProxyEndpoint::address)
          .containsExactly(pods.port(Site.EAST_1, 1), pods.at(Site.EAST_1, 2) + ":9080");
    }
  }

  @Test
  void clientsOfEveryNamespaceSeeTheHost() {
    String other = federation.cluster(Site.EAST_1).newNamespace("elsewhere");
    try (IstiodClient elsewhere = federation.client(Site.EAST_1, other)) {
      elsewhere.awaitEndpoints(host, endpoints -> endpoints.size() == 4);
      assertThat(elsewhere.cluster(host).orElseThrow().ejects()).isTrue();
    }
  }

  @Test
  void endpointsComeAndGoWithThePods() {
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4);

      federation.deploy(Site.EAST_1, namespace, "cart");
      assertThat(east1.awaitEndpoints(host, endpoints -> endpoints.size() == 2))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(1, "203.0.113.31:15443", "us/us-1", 3, true));

      federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
      east1.awaitEndpoints(
          host, endpoints -> endpoints.stream().allMatch(endpoint -> endpoint.weight() == 1));

      federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 9));
      assertThat(east1.awaitEndpoints(host, endpoints -> endpoints.size() == 3))
          .first()
          .isEqualTo(new ProxyEndpoint(0, pods.port(Site.EAST_1, 9), "eu/eu-1", 1, true));
    }
  }

  @Test
  void aServiceThatIsDeletedAndMadeAgainIsRoutedAgain() {
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4);

      for (Site site : Site.values()) {
        federation.workloads(site).deleteService(namespace, "cart");
      }
      east1.awaitThat(it -> assertThat(it.cluster(host)).isEmpty());

      federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
      assertThat(east1.awaitEndpoints(host, endpoints -> !endpoints.isEmpty()))
          .containsExactly(new ProxyEndpoint(0, "203.0.113.31:15443", "us/us-1", 1, true));
    }
  }

  @Test
  void aServiceThatIsRenamedIsAnotherHost() {
    String renamed =
        ProxyCluster.outbound(9080, "", "basket." + namespace + ".svc.clusterset.local");
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4);

      federation.deploy(Site.WEST, namespace, "basket", pods.at(Site.WEST, 1));
      federation.workloads(Site.WEST).deleteService(namespace, "cart");

      assertThat(east1.awaitEndpoints(renamed, endpoints -> !endpoints.isEmpty()))
          .extracting(ProxyEndpoint::address)
          .isEqualTo(List.of("203.0.113.31:15443"));
      assertThat(east1.awaitEndpoints(host, endpoints -> endpoints.size() == 3))
          .extracting(ProxyEndpoint::address)
          .containsExactly(
              pods.port(Site.EAST_1, 1),
              pods.at(Site.EAST_1, 2) + ":9080",
              pods.at(Site.EAST_2, 1) + ":9080");
    }
  }
}
