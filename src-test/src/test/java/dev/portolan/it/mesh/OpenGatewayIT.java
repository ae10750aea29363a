package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An east-west gateway that shows endpoints of every network, in a cluster that should merge. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class OpenGatewayIT {
  private final Pods pods = new Pods();
  private Federation federation;
  private Workloads east;
  private String namespace;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    east = federation.workloads(Site.EAST_1);
    namespace = federation.newNamespace("shop");
    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    federation.hub().mode(namespace, "cart", "merge");
  }

  @AfterEach
  void unharmed() {
    east.forgetEastWestPods();
    federation.assertUnharmed();
  }

  @Test
  void forbidsToMergeUntilAllItsPodsShowTheirNetworkOnly() {
    String home = "cart." + namespace + ".svc.cluster.local";
    String host = ProxyCluster.outbound(9080, "", home);
    String sni = "outbound_.9080_._." + home;
    try (IstiodClient client = federation.client(Site.EAST_1, namespace);
        IstiodClient open =
            IstiodClient.connect(
                federation.cluster(Site.EAST_1).istiod(),
                Site.EAST_1.gatewayProxy().with("REQUESTED_NETWORK_VIEW", ""))) {
      client.awaitEndpoints(host, endpoints -> endpoints.size() == 2);
      assertThat(open.awaitEndpoints(sni, endpoints -> endpoints.size() == 2))
          .as("the danger: who comes from WEST could be sent back there")
          .extracting(ProxyEndpoint::address)
          .contains(Site.WEST.gateway() + ":15443");

      east.eastWestPod(Site.EAST_1.node(), pods.at(Site.EAST_1, 8), "");
      assertThat(federation.awaitFinding(Site.EAST_1, "PTL0122", namespace).getMessage())
          .contains("istio-system/istio-eastwestgateway", "net-east");
      client.awaitEndpoints(host, endpoints -> endpoints.size() == 1);
      open.awaitEndpoints(sni, endpoints -> endpoints.size() == 1);

      east.eastWestPod(Site.EAST_1.node(), pods.at(Site.EAST_1, 9), "net-east");
      federation.awaitNoFinding(Site.EAST_1, "PTL0122", namespace);
      client.awaitEndpoints(host, endpoints -> endpoints.size() == 2);
    }
  }
}
