package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.peers.User;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What deploy/rbac allows, by the word of a real API server. That it is enough is shown by every
 * other test here: their agents have these rights and no others.
 */
@RealClusters(Site.EAST_1_NAME)
@Timeout(180)
class ShippedRightsIT {

  @BeforeEach
  void install(RealCluster cluster) {
    Site.EAST_1.install(cluster);
  }

  @Test
  void theAgentMayWriteItsKindsAndItsLease(RealCluster cluster) throws Exception {
    assertAll(
        cluster,
        true,
        List.of(
            "networking.istio.io/serviceentries shop create",
            "networking.istio.io/serviceentries shop patch",
            "networking.istio.io/destinationrules shop delete",
            "networking.istio.io/virtualservices shop create",
            "networking.istio.io/virtualservices shop delete",
            "coordination.k8s.io/leases portolan-system create",
            "/services shop list",
            "security.istio.io/authorizationpolicies shop list",
            "discovery.k8s.io/endpointslices shop watch",
            "/configmaps istio-system list"));
  }

  @Test
  void theAgentMayNotReadSecretsOrWriteAnythingElse(RealCluster cluster) throws Exception {
    assertAll(
        cluster,
        false,
        List.of(
            "/secrets istio-system get",
            "/secrets shop list",
            "/configmaps shop list",
            "/configmaps istio-system patch",
            "/services shop create",
            "/services shop patch",
            "/services shop delete",
            "/pods shop delete",
            "/namespaces shop create",
            "/namespaces shop delete",
            "discovery.k8s.io/endpointslices shop patch",
            "networking.istio.io/serviceentries shop update",
            "networking.istio.io/serviceentries shop deletecollection",
            "networking.istio.io/gateways shop patch",
            "networking.istio.io/gateways istio-system patch",
            "security.istio.io/authorizationpolicies shop patch",
            "coordination.k8s.io/leases kube-system create",
            "coordination.k8s.io/leases portolan-system delete",
            "rbac.authorization.k8s.io/clusterroles shop patch"));
  }

  static void assertAll(RealCluster cluster, boolean allowed, List<String> actions)
      throws Exception {
    String kubeconfig = Files.readString(cluster.api().kubeconfig(User.AGENT));
    try (KubernetesClient agent =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build()) {
      for (String action : actions) {
        assertThat(agent.resource(review(action)).create().getStatus().getAllowed())
            .as(action)
            .isEqualTo(allowed);
      }
    }
  }

  /** {@code <group>/<resource> <namespace> <verb>}. */
  private static SelfSubjectAccessReview review(String action) {
    List<String> words = List.of(action.split("[/ ]"));
    return new SelfSubjectAccessReviewBuilder()
        .withNewSpec()
        .withNewResourceAttributes()
        .withGroup(words.get(0))
        .withResource(words.get(1))
        .withNamespace(words.get(2))
        .withVerb(words.get(3))
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
