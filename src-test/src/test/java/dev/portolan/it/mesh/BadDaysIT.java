package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.v1.ClusterSummary;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a running federation fail: nothing of ours is removed, and it catches up. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class BadDaysIT {
  private final Pods pods = new Pods();
  private Federation federation;
  private String namespace;
  private String host;

  @BeforeEach
  void deploy(Clusters clusters) {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    host = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.clusterset.local");
    awaitEndpoints(2);
    await().atMost(Federation.PATIENCE).until(() -> versions().size() == 2);
  }

  @AfterEach
  void unharmed() {
    federation.assertUnharmed();
  }

  @Test
  void anAgentThatRestartsWhileTheHubIsAwayRemovesNothingAndFollowsItsCluster() {
    Map<String, String> before = versions();
    federation.hub().kill();
    try {
      federation.agent(Site.EAST_1).restart();
      // Its own pods come and go as ever; those of others stay as it remembers them.
      federation.deploy(
          Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1), pods.at(Site.EAST_1, 2));
      awaitEndpoints(3);
      assertThat(versions().keySet()).isEqualTo(before.keySet());
    } finally {
      federation.hub().restart();
    }
    federation.deploy(Site.WEST, namespace, "cart");
    awaitEndpoints(2);
    assertThat(versions().keySet()).isEqualTo(before.keySet());
  }

  @Test
  void whatAnUnreachableApiServerHadStaysElsewhereAndIsCaughtUpOn() {
    Map<String, String> before = versions();
    federation.cluster(Site.WEST).api().kill();
    try {
      federation.awaitFinding(Site.WEST, "PTL0304", "");
      assertThat(versions()).isEqualTo(before);
      assertThat(federation.hub().portolan("get", "findings", Site.WEST_NAME)).contains("PTL0304");
    } finally {
      federation.cluster(Site.WEST).api().restart();
    }
    federation.awaitNoFinding(Site.WEST, "PTL0304", "");
    federation.deploy(Site.WEST, namespace, "cart");
    awaitEndpoints(1);
  }

  /** Longer than an agent may go without renewing its Lease: all of them end their work. */
  @Test
  void aPausedStoreOfTheApiServersEndsTheWorkAndNothingElse() {
    Map<String, String> before = versions();
    List<String> known = slices();
    federation
        .clusters()
        .whileEtcdIsPaused(
            () -> {
              await()
                  .atMost(Federation.PATIENCE)
                  .until(
                      () ->
                          federation.hub().clusters().stream()
                              .noneMatch(ClusterSummary::getConnected));
              assertThat(federation.hub().portolan("status").lines())
                  .filteredOn(line -> line.startsWith(Site.WEST_NAME))
                  .singleElement()
                  .asString()
                  .matches(Site.WEST_NAME + " +(live|stale|lost)( \\S+)? +no .*");
              assertThat(slices()).hasSize(2).isEqualTo(known);
            });
    federation.deploy(Site.WEST, namespace, "cart");
    awaitEndpoints(1);
    assertThat(versions().keySet()).isEqualTo(before.keySet());
  }

  @Test
  void aSecondAgentTakesOverFromAKilledOneWithoutAWrite(@TempDir Path directory) {
    Map<String, String> before = versions();
    try (AgentProcess second =
        AgentProcess.start(
            federation.cluster(Site.EAST_1),
            federation.hub().address(),
            directory,
            "second",
            List.of())) {
      federation.agent(Site.EAST_1).kill();
      federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
      // Known by what only a working agent does.
      federation.deploy(Site.EAST_1, namespace, "other", pods.at(Site.EAST_1, 3));
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> versions().keySet().stream().anyMatch(name -> name.contains("-other-")));
      assertThat(versions()).containsAllEntriesOf(before);
    } finally {
      federation.agent(Site.EAST_1).restart();
    }
  }

  private void awaitEndpoints(int count) {
    try (IstiodClient client = federation.client(Site.EAST_1, namespace)) {
      client.awaitEndpoints(host, endpoints -> endpoints.size() == count);
    }
  }

  /** Of this test's services, as the registry has them. */
  private List<String> slices() {
    return federation
        .hub()
        .portolan("get", "endpoints", "-n", namespace, "-o", "name")
        .lines()
        .sorted()
        .toList();
  }

  /** Of our objects in the first cluster, by kind and name. */
  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    Stream.of(ServiceEntry.class, DestinationRule.class)
        .flatMap(kind -> federation.objects(Site.EAST_1, namespace, kind).stream())
        .forEach(
            object ->
                versions.put(
                    object.getKind() + "/" + object.getMetadata().getName(),
                    object.getMetadata().getGeneration() + " " + object.getMetadata().getUid()));
    return versions;
  }
}
