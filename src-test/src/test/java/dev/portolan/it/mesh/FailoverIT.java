package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What istiod makes of a host whose order is a failover policy's. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class FailoverIT {
  private static final String WEST_GATEWAY = "203.0.113.31:15443";

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
    federation.hub().noPolicy("order");
    federation.assertUnharmed();
  }

  @Test
  void tiersAreThePrioritiesOfClientsInEveryCluster() {
    failover("[{clusters: [mesh-west]}, {clusters: [mesh-east-2]}]");

    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace);
        IstiodClient west = federation.client(Site.WEST, namespace)) {
      assertThat(east1.awaitEndpoints(host, endpoints -> priority(endpoints, WEST_GATEWAY) == 0))
          .containsExactly(
              new ProxyEndpoint(0, WEST_GATEWAY, "us/us-1", 3, true),
              new ProxyEndpoint(1, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(2, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(2, pods.port(Site.EAST_1, 2), "eu/eu-1", 1, true));
      assertThat(
              west.awaitEndpoints(
                  host, endpoints -> priority(endpoints, "203.0.113.11:15443") == 2))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.WEST, 1), "us/us-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.WEST, 2), "us/us-1", 1, true),
              new ProxyEndpoint(0, pods.port(Site.WEST, 3), "us/us-1", 1, true),
              new ProxyEndpoint(1, "203.0.113.12:15443", "eu/eu-2", 1, true),
              new ProxyEndpoint(2, "203.0.113.11:15443", "eu/eu-1", 2, true));
    }
  }

  @Test
  void weightsDivideATierAndTheNextOneStaysBehindIt() {
    failover(
        "[{weighted: [{cluster: mesh-east-1, weight: 80}, {cluster: mesh-east-2, weight: 20}]}]");

    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      assertThat(
              east1.awaitEndpoints(
                  host, endpoints -> endpoints.stream().anyMatch(each -> each.weight() == 2)))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 1), "eu/eu-1", 2, true),
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 2), "eu/eu-1", 2, true),
              new ProxyEndpoint(0, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(1, WEST_GATEWAY, "us/us-1", 3, true));
    }
  }

  @Test
  void aPolicyThatIsTakenAwayLeavesTheObjectsAsTheyWere() {
    await().atMost(Federation.PATIENCE).until(() -> written().size() == 2);
    try (IstiodClient east1 = federation.client(Site.EAST_1, namespace)) {
      east1.awaitEndpoints(host, endpoints -> endpoints.size() == 4);
    }
    List<String> before = written();

    failover("[{clusters: [mesh-west]}]");
    await().atMost(Federation.PATIENCE).until(() -> !written().equals(before));
    federation.hub().noPolicy("order");

    await().atMost(Federation.PATIENCE).until(() -> written().equals(before));
  }

  @Test
  void aPolicyThatCountsNowhereSaysSo() {
    failover("[{clusters: [mesh-west, mesh-north]}]");
    federation.awaitFinding(Site.EAST_1, "PTL0134", "failover-policy/order");

    federation.hub().failover("another", namespace + "/cart", "[{near: any}]");
    try {
      assertThat(
              federation
                  .awaitFinding(Site.EAST_2, "PTL0132", "failover-policy/another")
                  .getMessage())
          .contains("order has been here longer");
    } finally {
      federation.hub().noPolicy("another");
    }
    federation.awaitNoFinding(Site.EAST_2, "PTL0132", "failover-policy/another");
  }

  private void failover(String tiers) {
    federation.hub().failover("order", namespace + "/cart", tiers);
  }

  private List<String> written() {
    List<String> specs = new ArrayList<>();
    federation
        .objects(Site.EAST_1, namespace, ServiceEntry.class)
        .forEach(entry -> specs.add(Serialization.asYaml(entry.getSpec())));
    federation
        .objects(Site.EAST_1, namespace, DestinationRule.class)
        .forEach(rule -> specs.add(Serialization.asYaml(rule.getSpec())));
    return specs;
  }

  private static int priority(List<ProxyEndpoint> endpoints, String address) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.address().equals(address))
        .mapToInt(ProxyEndpoint::priority)
        .findFirst()
        .orElse(-1);
  }
}
