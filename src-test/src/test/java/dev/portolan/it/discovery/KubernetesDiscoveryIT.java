package dev.portolan.it.discovery;

import static dev.portolan.it.discovery.Source.endpoints;
import static dev.portolan.it.discovery.Source.has;
import static dev.portolan.it.discovery.Source.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.FindingCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the agent makes of a real API server's answers, failures and silences. */
@RealClusters
@Timeout(300)
class KubernetesDiscoveryIT {

  @BeforeEach
  void allow(RealCluster cluster) {
    AgentRights.grant(cluster.client());
  }

  private static Workload cart(RealCluster cluster, String node) {
    Workload workload = new Workload(cluster.client(), cluster.newNamespace("shop"));
    workload.trustDomain("east.example");
    workload.node(node, "eu-1");
    workload.pod("cart-1", node, true);
    workload.service("cart");
    workload.slice("cart", "10.10.0.1", "cart-1", node);
    return workload;
  }

  @Test
  void followsEveryKindWithTheShippedRights(RealCluster cluster) throws Exception {
    Workload workload = cart(cluster, "node-a");
    String shop = workload.namespace();
    try (Source source = Source.of(cluster)) {
      LocalState first =
          source.await(state -> state.complete() && service(state, shop, "cart").isPresent());
      assertThat(service(first, shop, "cart").orElseThrow().identities())
          .containsExactly("spiffe://east.example/ns/%s/sa/cart".formatted(shop));
      assertThat(endpoints(first, shop, "cart"))
          .singleElement()
          .satisfies(endpoint -> assertThat(endpoint.meshMode()).isEqualTo(MeshMode.SIDECAR))
          .satisfies(endpoint -> assertThat(endpoint.locality().zone()).isEqualTo("eu-1"));
      assertThat(Source.cluster(first).uid()).isNotEmpty();
      assertThat(first.namespaces()).contains(shop);

      workload.node("node-a", "eu-2");
      source.await(state -> endpoints(state, shop, "cart").get(0).locality().zone().equals("eu-2"));
      workload.slice("cart", "10.10.0.2", "cart-1", "node-a");
      source.await(state -> endpoints(state, shop, "cart").get(0).address().equals("10.10.0.2"));
      workload.trustDomain("new.example");
      source.await(
          state ->
              service(state, shop, "cart")
                  .orElseThrow()
                  .identities()
                  .first()
                  .startsWith("spiffe://new.example/"));
      workload.deleteSlice("cart");
      source.await(state -> endpoints(state, shop, "cart").isEmpty());
      workload.deleteService("cart");
      source.await(state -> service(state, shop, "cart").isEmpty());
    }
  }

  @Test
  void losesNothingWithTheApiServerAndCatchesUp(RealCluster cluster) throws Exception {
    Workload workload = cart(cluster, "node-b");
    String shop = workload.namespace();
    workload.service("orders");
    workload.slice("orders", "10.10.0.9", "cart-1", "node-b");
    try (Source source = Source.of(cluster)) {
      source.await(
          state ->
              state.complete()
                  && service(state, shop, "cart").isPresent()
                  && service(state, shop, "orders").isPresent());
      cluster.api().kill();
      try {
        source.await(state -> has(state, FindingCode.API_UNAVAILABLE));
      } finally {
        cluster.api().restart();
      }
      workload.deleteService("orders");
      workload.slice("cart", "10.10.0.3", "cart-1", "node-b");

      source.await(
          state ->
              service(state, shop, "orders").isEmpty()
                  && endpoints(state, shop, "cart").get(0).address().equals("10.10.0.3")
                  && !has(state, FindingCode.API_UNAVAILABLE)
                  && !has(state, FindingCode.WATCH_DOUBTFUL));
      assertThat(source.states().stream().filter(LocalState::complete))
          .allMatch(state -> service(state, shop, "cart").isPresent());
    }
  }

  @Test
  void losesNothingWithItsRights(RealCluster cluster) throws Exception {
    Workload workload = cart(cluster, "node-c");
    String shop = workload.namespace();
    try (Source source = Source.of(cluster)) {
      source.await(state -> state.complete() && service(state, shop, "cart").isPresent());

      AgentRights.revoke(cluster.client());
      // A watch that is open goes on without rights; the next one is refused.
      cluster.api().kill();
      cluster.api().restart();
      LocalState refused = source.await(state -> has(state, FindingCode.API_FORBIDDEN));
      assertThat(service(refused, shop, "cart")).isPresent();
      assertThat(refused.complete()).isTrue();

      workload.slice("cart", "10.10.0.4", "cart-1", "node-c");
      AgentRights.grant(cluster.client());
      source.await(
          state ->
              endpoints(state, shop, "cart").get(0).address().equals("10.10.0.4")
                  && !has(state, FindingCode.API_FORBIDDEN));
      assertThat(source.states().stream().filter(LocalState::complete))
          .allMatch(state -> service(state, shop, "cart").isPresent());
    }
  }
}
