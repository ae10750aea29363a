package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a real sidecar to a host that traffic policies are about. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class RequestsIT {
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
    proxies.awaitAnswersFrom(Site.EAST_1, host);
  }

  @AfterEach
  void unharmed() {
    federation.hub().noPolicy("canary");
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void aSplitDividesRequestsBetweenClustersAndItsEndGivesTheObjectsBack() {
    List<String> before = written();

    traffic("split: [{cluster: mesh-east-2, weight: 70}, {cluster: mesh-west, weight: 30}]");
    await()
        .atMost(Federation.PATIENCE)
        .until(() -> proxies.share(host, 50, Site.EAST_1) == 0 && westAnswers());
    assertThat(proxies.share(host, REQUESTS, Site.WEST)).isCloseTo(0.30, within(0.03));

    // Turned to one cluster, and back, while requests run: none may fail.
    traffic("split: [{cluster: mesh-west, weight: 1}]");
    await().atMost(Federation.PATIENCE).until(() -> proxies.share(host, 50, Site.WEST) == 1);

    federation.hub().noPolicy("canary");
    await().atMost(Federation.PATIENCE).until(() -> written().equals(before));
    proxies.awaitAnswersFrom(Site.EAST_1, host);
  }

  @Test
  void aClusterThatHasNobodyLeavesItsPartToTheOthers() {
    traffic("split: [{cluster: mesh-east-2, weight: 1}, {cluster: mesh-west, weight: 1}]");
    await().atMost(Federation.PATIENCE).until(this::westAnswers);

    federation.deploy(Site.WEST, namespace, "cart");

    proxies.awaitAnswersFrom(Site.EAST_2, host);
    federation.awaitFinding(Site.EAST_1, "PTL0139", "service/mesh-east-1/" + namespace + "/cart");
  }

  @Test
  void requestsThatFitAMatchGoWhereItSendsThemAndTheOthersAsBefore() {
    traffic(
        "matches: [{headers: {x-user: {prefix: canary-}}, methods: [GET, HEAD], split: [{cluster:"
            + " mesh-west, weight: 1}]}, {headers: {x-trace: {present: true}}, paths: [/*], split:"
            + " [{cluster: mesh-east-2, weight: 1}]}, {headers: {x-user: {exact: eve}}, paths:"
            + " [/elsewhere], split: [{cluster: mesh-west, weight: 1}]}]");

    await()
        .atMost(Federation.PATIENCE)
        .until(() -> answers("canary-ann", 20).equals(Set.of(Site.WEST.toString())));
    assertThat(answers("ann", 20)).isEqualTo(Set.of(Site.EAST_1.toString()));
    assertThat(answers("eve", 20))
        .as("her path is another")
        .isEqualTo(Set.of(Site.EAST_1.toString()));
    assertThat(site(proxies.call(host, Map.of("x-trace", "1")))).isEqualTo(Site.EAST_2.toString());
    assertThat(site(proxies.call(host, Map.of("x-trace", "1", "x-user", "canary-bob"))))
        .as("the first match counts")
        .isEqualTo(Site.WEST.toString());

    federation.hub().noPolicy("canary");
    await()
        .atMost(Federation.PATIENCE)
        .until(() -> answers("canary-ann", 20).equals(Set.of(Site.EAST_1.toString())));
  }

  @Test
  void requestsThatAreAlikeGoToOnePod() {
    federation.deploy(Site.EAST_1, namespace, "cart");
    traffic(
        "sticky: {header: x-user}, split: [{cluster: mesh-east-2, weight: 1},"
            + " {cluster: mesh-west, weight: 1}]");
    await().atMost(Federation.PATIENCE).until(this::westAnswers);
    federation.hub().traffic("canary", namespace + "/cart", "sticky: {header: x-user}");

    // Both are in reach, but the nearer tier is in use: all users stay there.
    await()
        .atMost(Federation.PATIENCE)
        .until(() -> answers("ann", 20).equals(Set.of(Site.EAST_2.toString())));
    assertThat(answers("bob", 20)).isEqualTo(Set.of(Site.EAST_2.toString()));
  }

  @Test
  void aFaultIsInjectedUntilThePolicyIsGone() {
    traffic("fault: {abort: {status: 418}}, timeout: 2s, retries: {attempts: 0}");
    await().atMost(Federation.PATIENCE).until(() -> proxies.call(host).status() == 418);

    federation.hub().noPolicy("canary");

    proxies.awaitAnswersFrom(Site.EAST_1, host);
  }

  private boolean westAnswers() {
    return proxies.share(host, 50, Site.WEST) > 0;
  }

  private Set<String> answers(String user, int requests) {
    Set<String> sites = new TreeSet<>();
    for (int i = 0; i < requests; i++) {
      sites.add(site(proxies.call(host, Map.of("x-user", user))));
    }
    return sites;
  }

  private static String site(DataPlane.Answer answer) {
    return answer.status() == 200 ? answer.body().split(" ", 2)[0] : answer.toString();
  }

  private void traffic(String parts) {
    federation.hub().traffic("canary", namespace + "/cart", parts);
  }

  private List<String> written() {
    List<String> specs = new ArrayList<>();
    federation
        .objects(Site.EAST_1, namespace, ServiceEntry.class)
        .forEach(entry -> specs.add(Serialization.asYaml(entry.getSpec())));
    federation
        .objects(Site.EAST_1, namespace, DestinationRule.class)
        .forEach(rule -> specs.add(Serialization.asYaml(rule.getSpec())));
    federation
        .objects(Site.EAST_1, namespace, VirtualService.class)
        .forEach(routes -> specs.add(Serialization.asYaml(routes.getSpec())));
    return specs;
  }
}
