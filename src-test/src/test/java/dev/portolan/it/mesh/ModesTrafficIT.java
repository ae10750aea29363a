package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.apply.AgentRole;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a real sidecar to the name that a service has at home. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class ModesTrafficIT {
  @TempDir private Path directory;

  private final Pods pods = new Pods();
  private Federation federation;
  private DataPlane proxies;
  private String namespace;
  private String host;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    AgentRole.grant(Site.EAST_2.in(clusters), "agent-replica.yaml");
    namespace = federation.newNamespace("shop");
    host = "cart." + namespace + ".svc.cluster.local";
    proxies = new DataPlane(federation, directory, namespace, pods);
    proxies.gateway(Site.WEST);
    backend(Site.EAST_1);
    backend(Site.WEST);
  }

  private void backend(Site site) {
    up(site);
    proxies.backend(site, "cart");
  }

  @AfterEach
  void unharmed() {
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void aReplicaLeadsToTheNearestOfTheOthersAndAcrossNetworksToTheLast() {
    federation.hub().mode(namespace, "cart", "replica");
    proxies.client(Site.EAST_2);
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    down(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);
    assertThat(proxies.call(host)).isEqualTo(proxies.answer(Site.WEST, Site.EAST_2));

    up(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.EAST_1, host);
  }

  @Test
  void whereEndpointsAreMergedTheOwnComeFirstAndTheOthersAfterThem() {
    backend(Site.EAST_2);
    federation.hub().mode(namespace, "cart", "merge");
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    down(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.EAST_2, host);

    down(Site.EAST_2);
    proxies.awaitAnswersFrom(Site.WEST, host);
    assertThat(proxies.call(host)).isEqualTo(proxies.answer(Site.WEST, Site.EAST_1));

    up(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    proxies.killSidecar(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  private void down(Site site) {
    federation.deploy(site, namespace, "cart");
  }

  private void up(Site site) {
    federation.deploy(site, namespace, "cart", pods.at(site, 1));
  }
}
