package dev.portolan.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness gives what the agent's tests count on: a real API server's own answers. */
@RealClusters
@Timeout(180)
class ApiServerIT {

  private static ServiceEntry reviews(String namespace, String endpoint) {
    return Serialization.unmarshal(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: reviews, namespace: %s}
        spec:
          hosts: [reviews.bookinfo.svc.clusterset.local]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{name: http, number: 9080, protocol: HTTP}]
          endpoints: [{address: %s}]
        """
            .formatted(namespace, endpoint),
        ServiceEntry.class);
  }

  @Test
  void anApplyThatChangesNothingLeavesTheResourceVersion(RealCluster cluster) {
    String namespace = cluster.newNamespace("bookinfo");
    ServiceEntry desired = reviews(namespace, "10.10.1.5");

    ServiceEntry first = cluster.client().resource(desired).fieldManager("it").serverSideApply();
    ServiceEntry again = cluster.client().resource(desired).fieldManager("it").serverSideApply();
    ServiceEntry other =
        cluster
            .client()
            .resource(reviews(namespace, "10.10.1.6"))
            .fieldManager("it")
            .serverSideApply();

    assertThat(again.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion())
        .isNotEqualTo(other.getMetadata().getResourceVersion());
  }

  @Test
  void refusesWhatIstiosSchemaForbids(RealCluster cluster) {
    ServiceEntry invalid = reviews(cluster.newNamespace("bookinfo"), "10.10.1.5");
    invalid.getSpec().getHosts().set(0, "*");

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> cluster.client().resource(invalid).fieldManager("it").serverSideApply())
        .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(422));
  }

  @Test
  void whoHasNoRoleMayDoNothing(RealCluster cluster) throws Exception {
    String kubeconfig = Files.readString(cluster.api().kubeconfig(User.STRANGER));

    try (KubernetesClient stranger =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build()) {
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> stranger.services().inNamespace("default").list())
          .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(403))
          .withMessageContaining("stranger");
    }
  }

  @Test
  void objectsSurviveTheServersDeath(RealCluster cluster) {
    String namespace = cluster.newNamespace("bookinfo");
    ServiceEntry desired = reviews(namespace, "10.10.1.5");
    cluster.client().resource(desired).fieldManager("it").serverSideApply();

    cluster.api().kill();
    try {
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> cluster.client().resource(desired).get());
    } finally {
      cluster.api().restart();
    }

    assertThat(cluster.client().resource(desired).get()).isNotNull();
  }
}
