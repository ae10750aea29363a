package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.traffic.MeshTrust;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two meshes with certificates of different roots: what is refused really fails in real Envoys. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class TrustIT {
  private static final String ABOUT_WEST = "cluster/" + Site.WEST_NAME;

  @TempDir private Path directory;

  private final Pods pods = new Pods();
  private Federation federation;
  private DataPlane proxies;
  private String namespace;
  private String host;
  private MeshTrust ofTheWest;

  @BeforeEach
  void start(Clusters clusters) throws Exception {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    host = "cart." + namespace + ".svc.clusterset.local";
    proxies = new DataPlane(federation, directory, namespace, pods);
    ofTheWest = MeshTrust.create(Files.createDirectory(directory.resolve("west")));
    proxies.certify(Site.WEST, ofTheWest);
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1));
    proxies.backend(Site.WEST, "cart");
    proxies.gateway(Site.WEST);
    proxies.client(Site.EAST_1);
  }

  @AfterEach
  void unharmed() {
    federation.hub().trust("verify");
    for (Site site : List.of(Site.EAST_1, Site.WEST)) {
      federation.cluster(site).client().resource(roots("")).delete();
    }
    federation.awaitNoFinding(Site.EAST_1, "PTL0152", ABOUT_WEST);
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    }
    federation.assertUnharmed();
  }

  @Test
  void whatWouldFailIsNotUsedUntilBothHaveOneRoot() {
    federation.hub().trust("assume");
    show(Site.EAST_1, proxies.root());
    show(Site.WEST, ofTheWest.root());
    federation.awaitFinding(Site.EAST_1, "PTL0154", ABOUT_WEST);
    awaitGateways(1);
    // The handshake ends; with the same certificates and one root, below, it does not.
    awaitAnswer("remote connection failure");

    federation.hub().trust("verify");
    federation.awaitFinding(Site.EAST_1, "PTL0152", ABOUT_WEST);
    awaitGateways(0);
    awaitAnswer("no healthy upstream");
    assertThat(explained())
        .contains("the meshes refuse each other's certificates")
        .contains("PTL0152");

    proxies.killSidecar(Site.WEST);
    proxies.certifyAsAll(Site.WEST);
    proxies.backend(Site.WEST, "cart");
    show(Site.WEST, ofTheWest.root() + proxies.root());
    show(Site.EAST_1, ofTheWest.root() + proxies.root());
    proxies.awaitAnswersFrom(Site.WEST, host);
    federation.awaitNoFinding(Site.EAST_1, "PTL0152", ABOUT_WEST);
  }

  private void awaitAnswer(String text) {
    Set<DataPlane.Answer> answers = new HashSet<>();
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(
            () -> {
              DataPlane.Answer answer = proxies.call(host);
              answers.add(answer);
              assertThat(answer.status()).isEqualTo(503);
              assertThat(answer.body()).as("%s", answers).contains(text);
            });
  }

  private void awaitGateways(int count) {
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(federation.objects(Site.EAST_1, namespace, ServiceEntry.class))
                    .singleElement()
                    .extracting(entry -> entry.getSpec().getEndpoints().size())
                    .as(() -> explained())
                    .isEqualTo(count));
  }

  private String explained() {
    return federation
        .hub()
        .portolan("explain", "host", namespace + "/cart", "--in", Site.EAST_1_NAME);
  }

  /** What the site's istiod would show of its certificate authority. */
  private void show(Site site, String pem) {
    federation
        .cluster(site)
        .client()
        .resource(roots(pem))
        .fieldManager("istio-install")
        .forceConflicts()
        .serverSideApply();
  }

  private static ConfigMap roots(String pem) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("istio-system")
        .withName("istio-ca-root-cert")
        .endMetadata()
        .addToData("root-cert.pem", pem)
        .build();
  }
}
