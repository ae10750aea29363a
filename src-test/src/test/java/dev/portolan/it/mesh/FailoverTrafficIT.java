package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a real sidecar to a host whose order is a failover policy's. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class FailoverTrafficIT {
  private static final int REQUESTS = 10_000;

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
    federation.hub().noPolicy("order");
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void requestsFollowTheTiersAndComeBack() {
    proxies.awaitAnswersFrom(Site.EAST_1, host);
    failover("[{clusters: [mesh-west]}, {clusters: [mesh-east-2]}]");
    proxies.awaitAnswersFrom(Site.WEST, host);

    federation.deploy(Site.WEST, namespace, "cart");
    proxies.awaitAnswersFrom(Site.EAST_2, host);
    federation.deploy(Site.EAST_2, namespace, "cart");
    proxies.awaitAnswersFrom(Site.EAST_1, host);

    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  @Test
  void aTierThatAnswersNoMoreIsLeftAtTheCostOfAFewRequests() {
    failover("[{clusters: [mesh-east-2]}, {clusters: [mesh-west]}]");
    proxies.awaitAnswersFrom(Site.EAST_2, host);

    proxies.killSidecar(Site.EAST_2);

    List<DataPlane.Answer> answers = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              answers.add(proxies.call(host));
              return answers.size() >= 100
                  && answers.subList(answers.size() - 50, answers.size()).stream()
                      .allMatch(answer -> answer.body().startsWith(Site.WEST + " "));
            });
    // Five failures in a row are what it takes, each after the retries that Istio makes by itself.
    assertThat(answers.stream().filter(answer -> answer.status() != 200).count())
        .as("failed requests")
        .isBetween(1L, 50L);
  }

  @Test
  void aTierIsDividedByItsWeights() {
    failover(
        "[{weighted: [{cluster: mesh-east-1, weight: 70}, {cluster: mesh-west, weight: 30}]}]");
    await().atMost(Federation.PATIENCE).until(() -> proxies.share(host, 100, Site.WEST) > 0);

    assertThat(proxies.share(host, REQUESTS, Site.WEST)).isCloseTo(0.30, within(0.03));
  }

  private void failover(String tiers) {
    federation.hub().failover("order", namespace + "/cart", tiers);
  }
}
