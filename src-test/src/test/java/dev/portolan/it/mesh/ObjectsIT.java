package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.ads.ResourceType;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our objects beside what istiod and users write on and next to them. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class ObjectsIT {
  private final Pods pods = new Pods();
  private Federation federation;
  private String namespace;
  private String fqdn;
  private IstiodClient client;

  @BeforeEach
  void deploy(Clusters clusters) {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    federation.deploy(Site.EAST_2, namespace, "cart", pods.at(Site.EAST_2, 1));
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    fqdn = "cart." + namespace + ".svc.clusterset.local";
    client = federation.client(Site.EAST_1, namespace);
    client.awaitEndpoints(host(""), endpoints -> endpoints.size() == 2);
    client.awaitThat(it -> assertThat(it.cluster(host("")).orElseThrow().ejects()).isTrue());
  }

  @AfterEach
  void unharmed() {
    client.close();
    federation.assertUnharmed();
  }

  @Test
  void anAddressThatIstiodAllocatesStaysAndIsAnsweredByNoWrite() {
    await("an address of istiod's")
        .atMost(Federation.PATIENCE)
        .until(() -> entry().getStatus() != null && !entry().getStatus().getAddresses().isEmpty());
    String version = entry().getMetadata().getResourceVersion();
    int pushes = client.responses(ResourceType.CLUSTER);

    await()
        .during(4, TimeUnit.SECONDS)
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> entry().getMetadata().getResourceVersion().equals(version));
    assertThat(client.responses(ResourceType.CLUSTER)).isEqualTo(pushes);
    assertThat(entry().getMetadata().getGeneration()).isLessThanOrEqualTo(2);
  }

  @Test
  void aUsersRuleWithOurReachIsReportedAndItsSubsetsSelectClusters() {
    String ours = rule().getMetadata().getResourceVersion();
    userRule("exportTo: ['*']");

    assertThat(client.awaitEndpoints(host("far"), endpoints -> !endpoints.isEmpty()))
        .extracting(ProxyEndpoint::address)
        .containsExactly(Site.WEST.gateway() + ":15443");
    ProxyCluster far = client.cluster(host("far")).orElseThrow();
    ProxyCluster all = client.cluster(host("")).orElseThrow();
    assertThat(far.snis()).isEqualTo(all.snis()).hasSize(1);
    assertThat(far.identities()).isEqualTo(all.identities()).isNotEmpty();
    federation.awaitFinding(Site.EAST_1, "PTL0413", namespace + "/cart-of-a-user");
    assertThat(rule().getMetadata().getResourceVersion()).isEqualTo(ours);
  }

  @Test
  void aUsersPrivateRuleReplacesOursInItsNamespaceOnlyAndIsReported() {
    String elsewhere = federation.cluster(Site.EAST_1).newNamespace("elsewhere");
    awaitSecondAfterOurs();
    userRule("exportTo: ['.']");

    federation.awaitFinding(Site.EAST_1, "PTL0413", namespace + "/cart-of-a-user");
    client.awaitThat(
        it -> assertThat(it.cluster(host("")).orElseThrow().alwaysMutualTls()).isFalse());
    try (IstiodClient other = federation.client(Site.EAST_1, elsewhere)) {
      other.awaitThat(
          it -> assertThat(it.cluster(host("")).orElseThrow().alwaysMutualTls()).isTrue());
    }
  }

  // Of rules with different reach istiod takes the newest, in whole seconds, then by name.
  private void awaitSecondAfterOurs() {
    long ours = Instant.parse(rule().getMetadata().getCreationTimestamp()).getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > ours);
  }

  private void userRule(String reach) {
    federation
        .workloads(Site.EAST_1)
        .apply(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: cart-of-a-user, namespace: %s}
            spec:
              %s
              host: %s
              subsets:
              - {name: far, labels: {portolan.dev/cluster: %s}}
            """
                .formatted(namespace, reach, fqdn, Site.WEST.cluster()));
  }

  @Test
  void aServiceEntryThatAUserDeletesIsBackAndSoAreItsEndpoints() {
    String uid = entry().getMetadata().getUid();
    federation.cluster(Site.EAST_1).client().resource(entry()).delete();

    await()
        .atMost(Federation.PATIENCE)
        .until(() -> entries().stream().anyMatch(each -> !uid.equals(each.getMetadata().getUid())));
    client.awaitEndpoints(host(""), endpoints -> endpoints.size() == 2);
  }

  @Test
  void aUsersServiceEntryForOurHostIsReportedAndLeft() {
    federation
        .workloads(Site.EAST_1)
        .apply(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: cart-of-a-user, namespace: %s}
            spec:
              hosts: [%s]
              location: MESH_INTERNAL
              resolution: STATIC
              ports: [{name: http, number: 9080, protocol: HTTP}]
              endpoints: [{address: 192.0.2.9}]
            """
                .formatted(namespace, fqdn));

    federation.awaitFinding(Site.EAST_1, "PTL0413", namespace + "/cart-of-a-user");
    // Both in one namespace: istiod joins them.
    client.awaitEndpoints(host(""), endpoints -> endpoints.size() == 3);
    assertThat(entries()).hasSize(2);
  }

  private String host(String subset) {
    return ProxyCluster.outbound(9080, subset, fqdn);
  }

  private ServiceEntry entry() {
    return entries().stream().filter(ObjectsIT::ours).findFirst().orElseThrow();
  }

  private List<ServiceEntry> entries() {
    return federation.objects(Site.EAST_1, namespace, ServiceEntry.class);
  }

  private DestinationRule rule() {
    return federation
        .cluster(Site.EAST_1)
        .client()
        .resources(DestinationRule.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(ObjectsIT::ours)
        .findFirst()
        .orElseThrow();
  }

  private static boolean ours(HasMetadata object) {
    return object.getMetadata().getName().startsWith("portolan-");
  }
}
