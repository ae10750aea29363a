package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of endpoints: from slices of one cluster to the proxies of another. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class LargeHostsIT {
  private static final int SLICE = 1000;

  private Federation federation;
  private String namespace;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("large");
  }

  @AfterEach
  void unharmed() {
    federation.assertUnharmed();
  }

  @Test
  void fiveThousandEndpointsOfFiveHostsArriveWhole() {
    List<String> services = List.of("a", "b", "c", "d", "e");
    for (String service : services) {
      deploy(service, 10 + services.indexOf(service), SLICE);
    }
    try (IstiodClient client = federation.client(Site.EAST_1, namespace)) {
      for (String service : services) {
        client.awaitEndpoints(host(service), endpoints -> endpoints.size() == SLICE);
      }
    }
  }

  @Test
  void fiveThousandEndpointsOfOneHostAreDealtOutAndUnited() {
    deploy("huge", 20, 5 * SLICE);

    try (IstiodClient client = federation.client(Site.EAST_1, namespace)) {
      client.awaitEndpoints(host("huge"), endpoints -> endpoints.size() == 5 * SLICE);
      assertThat(client.cluster(host("huge")).orElseThrow().ejects()).isTrue();
      assertThat(federation.awaitFinding(Site.EAST_1, "PTL0120", namespace + "/huge").getMessage())
          .contains("5000 destinations")
          .contains("8 share");
      Map<String, Long> before = generations();
      assertThat(before).hasSize(8);

      slice("huge", 20, 0, SLICE - 1);
      client.awaitEndpoints(host("huge"), endpoints -> endpoints.size() == 5 * SLICE - 1);
      assertThat(generations())
          .as("one pod is one write")
          .hasSize(8)
          .satisfies(
              after ->
                  assertThat(after.entrySet())
                      .filteredOn(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                      .hasSize(1));

      slice("huge", 20, 3 * SLICE, 0);
      slice("huge", 20, 4 * SLICE, 0);
      client.awaitEndpoints(host("huge"), endpoints -> endpoints.size() == 3 * SLICE - 1);
      await("fewer objects")
          .atMost(Federation.PATIENCE)
          .untilAsserted(() -> assertThat(generations()).hasSize(4));
      client.awaitEndpoints(host("huge"), endpoints -> endpoints.size() == 3 * SLICE - 1);
    }
  }

  /** Of the host's ServiceEntries, by name: how often their specs were written. */
  private Map<String, Long> generations() {
    return federation.objects(Site.EAST_1, namespace, ServiceEntry.class).stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getMetadata().getName(),
                entry -> entry.getMetadata().getGeneration()));
  }

  private String host(String service) {
    return ProxyCluster.outbound(9080, "", service + "." + namespace + ".svc.clusterset.local");
  }

  /** Endpoints without pods, so without sidecars; they are reached directly, in plain text. */
  private void deploy(String service, int range, int count) {
    federation.workloads(Site.EAST_2).service(namespace, service);
    for (int first = 0; first < count; first += SLICE) {
      slice(service, range, first, SLICE);
    }
  }

  private void slice(String service, int range, int first, int count) {
    var endpoints =
        IntStream.range(first, first + count)
            .mapToObj(
                number ->
                    new EndpointBuilder()
                        .withAddresses(
                            "10.12." + (range * 10 + number / 250) + "." + (1 + number % 250))
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .build())
            .toList();
    federation
        .cluster(Site.EAST_2)
        .client()
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service + "-" + first)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(9080)
                .endPort()
                .withEndpoints(endpoints)
                .build())
        .fieldManager("it")
        .forceConflicts()
        .serverSideApply();
  }
}
