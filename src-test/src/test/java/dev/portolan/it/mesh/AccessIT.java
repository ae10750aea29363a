package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.apply.AgentRole;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may call a workload in the west: its real sidecar decides, by the certificates of real ones.
 * Both clusters of the east share a trust domain, and each mesh takes the other's for an alias of
 * its own. The agent of the first cluster has not got the right to write access policies.
 */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class AccessIT {
  private static final String EAST = "[{from: [{cluster: mesh-east-1}, {cluster: mesh-east-2}]}]";

  @TempDir private Path directory;

  private final Pods pods = new Pods();
  private Federation federation;
  private DataPlane proxies;
  private String namespace;
  private String host;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    AgentRole.grant(federation.cluster(Site.WEST), "agent-access.yaml");
    namespace = federation.newNamespace("shop");
    host = "cart." + namespace + ".svc.clusterset.local";
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    proxies = new DataPlane(federation, directory, namespace, pods);
    proxies.backend(Site.WEST, "cart");
    proxies.gateway(Site.WEST);
  }

  @AfterEach
  void unharmed() {
    federation.hub().noPolicy("callers");
    federation.hub().noPolicy("another");
    federation.hub().access("allow");
    awaitOpen();
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void callersThroughTheGatewayGetInIfTheyAreMeant() {
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);
    List<String> before = written();

    // An alias is no leave: istiod would take west.example for cluster.local.
    allow("[{from: [{cluster: mesh-west}]}]");
    awaitStatus(403);
    assertThat(proxies.call(host).body()).contains("RBAC: access denied");

    allow(
        "[{from: [{cluster: mesh-west, namespace: %s, serviceAccount: client}]}]"
            .formatted(namespace));
    awaitRule("*/ns/" + namespace + "/sa/client");
    assertThat(proxies.call(host).status()).isEqualTo(403);

    allow(EAST);
    awaitStatus(200);
    allow("[{from: [{namespace: %s, serviceAccount: other}]}]".formatted(namespace));
    awaitStatus(403);
    allow("[{from: [{namespace: %s, serviceAccount: client}]}]".formatted(namespace));
    awaitStatus(200);

    federation.hub().noPolicy("callers");
    await().atMost(Federation.PATIENCE).until(() -> written().equals(before));
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  @Test
  void methodsPathsAndPortsAreAskedFor() {
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);

    allow("[{from: [{cluster: '*'}], methods: [POST]}]");
    awaitStatus(403);
    allow("[{from: [{cluster: '*'}], methods: [GET], paths: [/], ports: [9080]}]");
    awaitStatus(200);
    allow("[{from: [{cluster: '*'}], paths: [/cart/*]}]");
    awaitStatus(403);
    allow("[{from: [{cluster: '*'}], ports: [1]}]");
    federation.awaitFinding(Site.WEST, "PTL0147", "mesh-west/" + namespace + "/cart");
    assertThat(proxies.call(host).status()).isEqualTo(403);
  }

  @Test
  void callersOfTheOwnClusterAreAskedAsWell() {
    proxies.client(Site.WEST);
    proxies.awaitAnswersFrom(Site.WEST, host);

    allow(EAST);
    awaitStatus(403);
    allow("[{from: [{cluster: mesh-west}]}]");
    awaitStatus(200);
  }

  @Test
  void oneOfTwoClustersThatShareATrustDomainIsNotLetIn() {
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);

    allow("[{from: [{cluster: mesh-east-1}]}]");

    awaitStatus(403);
    assertThat(federation.awaitFinding(Site.WEST, "PTL0144", "access-policy/callers").getMessage())
        .contains("shares trust domain cluster.local with mesh-east-2");
  }

  @Test
  void withoutAPolicyNobodyGetsInWhereTheDefaultSaysSoAndTheGatewayGoesOn() {
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);

    federation.hub().access("deny");
    awaitStatus(403);
    assertThat(federation.objects(Site.WEST, "istio-system", AuthorizationPolicy.class)).isEmpty();

    allow(EAST);
    awaitStatus(200);

    federation.hub().noPolicy("callers");
    awaitStatus(403);
    federation.hub().access("allow");
    awaitOpen();
    proxies.awaitAnswersFrom(Site.WEST, host);
  }

  @Test
  void theOlderOfTwoPoliciesCounts() {
    proxies.client(Site.EAST_1);
    proxies.awaitAnswersFrom(Site.WEST, host);
    allow("[]");
    awaitStatus(403);

    federation.hub().access("another", namespace + "/cart", EAST);

    federation.awaitFinding(Site.WEST, "PTL0142", "access-policy/another");
    assertThat(proxies.call(host).status()).isEqualTo(403);
  }

  @Test
  void anAgentWithoutTheRightWritesEverythingElse() {
    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    allow(EAST);

    federation.awaitFinding(Site.EAST_1, "PTL0408", "AuthorizationPolicy/" + namespace);

    await()
        .atMost(Federation.PATIENCE)
        .until(() -> federation.objects(Site.EAST_1, namespace, ServiceEntry.class).size() == 1);
    assertThat(federation.objects(Site.EAST_1, namespace, AuthorizationPolicy.class)).isEmpty();
  }

  private void allow(String grants) {
    federation.hub().access("callers", namespace + "/cart", grants);
  }

  private void awaitStatus(int status) {
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(() -> assertThat(proxies.call(host).status()).isEqualTo(status));
  }

  private void awaitRule(String text) {
    await()
        .atMost(Federation.PATIENCE)
        .until(
            () ->
                federation.objects(Site.WEST, namespace, AuthorizationPolicy.class).stream()
                    .anyMatch(object -> Serialization.asYaml(object.getSpec()).contains(text)));
  }

  // Hosts of other tests were closed, too; to open so many at once takes a person's word.
  private void awaitOpen() {
    await()
        .atMost(Federation.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              releaseIfHeld();
              return federation.objects(Site.WEST, namespace, AuthorizationPolicy.class).isEmpty();
            });
  }

  private void releaseIfHeld() {
    federation.hub().findings(Site.WEST.cluster()).stream()
        .filter(finding -> finding.getCode().equals("PTL0414"))
        .findFirst()
        .ifPresent(
            held ->
                federation
                    .cluster(Site.WEST)
                    .client()
                    .leases()
                    .inNamespace(AgentRole.NAMESPACE)
                    .withName("portolan-agent")
                    .edit(
                        lease -> {
                          Map<String, String> notes =
                              new TreeMap<>(
                                  Objects.requireNonNullElse(
                                      lease.getMetadata().getAnnotations(), Map.of()));
                          notes.put(
                              Marks.RELEASED_HOLD,
                              held.getMessage()
                                  .replaceAll("(?s).*release-deletions=([0-9a-f]+).*", "$1"));
                          lease.getMetadata().setAnnotations(notes);
                          return lease;
                        }));
  }

  private List<String> written() {
    List<String> all = new ArrayList<>();
    for (Site site : List.of(Site.EAST_1, Site.WEST)) {
      for (Class<? extends HasMetadata> kind :
          List.of(ServiceEntry.class, DestinationRule.class, AuthorizationPolicy.class)) {
        federation
            .objects(site, namespace, kind)
            .forEach(
                object ->
                    all.add(
                        object.getMetadata().getName()
                            + object.getMetadata().getLabels()
                            + object.getMetadata().getAnnotations()
                            + CanonicalYaml.specHash(object)));
      }
    }
    return all;
  }
}
