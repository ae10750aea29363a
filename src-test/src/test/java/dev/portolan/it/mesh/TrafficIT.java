package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a real sidecar to a host that our agents wrote, through real Envoys to workloads. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class TrafficIT {
  @TempDir private Path directory;

  private final Pods pods = new Pods();
  private Federation federation;
  private DataPlane proxies;
  private String namespace;
  private String host;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    host = "cart." + namespace + ".svc.clusterset.local";
    proxies = DataPlane.ofCart(federation, directory, namespace, pods);
  }

  @AfterEach
  void unharmed() {
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void goesToTheNextTierWhenTheNearerIsGoneAndComesBack() {
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    federation.deploy(Site.EAST_1, namespace, "cart");
    proxies.awaitAnswersFrom(Site.EAST_2, host);

    federation.deploy(Site.EAST_2, namespace, "cart");
    proxies.awaitAnswersFrom(Site.WEST, host);

    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    proxies.awaitAnswersFrom(Site.EAST_1, host);
  }

  @Test
  void leavesATierThatAnswersNoMoreWhateverTheRegistrySays() {
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    proxies.killSidecar(Site.EAST_1);

    proxies.awaitAnswersFrom(Site.EAST_2, host);
  }

  @Test
  void acrossNetworksTheCalleeSeesWhoCallsAndRefusesWhomItDoesNotWant() {
    onlyWestIsLeft();
    assertThat(proxies.call(host)).isEqualTo(proxies.answer(Site.WEST, Site.EAST_1));

    allowOnly("somebody-else");
    await().atMost(Federation.PATIENCE).until(() -> proxies.call(host).status() == 403);
    allowOnly("client");
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  @Test
  void acrossNetworksACalleeWithAnotherIdentityGetsNoRequest() {
    onlyWestIsLeft();
    proxies.killSidecar(Site.WEST);
    proxies.backend(Site.WEST, "impostor");

    await()
        .atMost(Federation.PATIENCE)
        .during(Duration.ofSeconds(2))
        .until(() -> proxies.call(host).status() == 503);
  }

  private void onlyWestIsLeft() {
    federation.deploy(Site.EAST_1, namespace, "cart");
    federation.deploy(Site.EAST_2, namespace, "cart");
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  private void allowOnly(String account) {
    federation
        .workloads(Site.WEST)
        .apply(
            """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: callers, namespace: %s}
            spec:
              rules:
              - from:
                - source: {principals: ["cluster.local/ns/%s/sa/%s"]}
            """
                .formatted(namespace, namespace, account));
  }
}
