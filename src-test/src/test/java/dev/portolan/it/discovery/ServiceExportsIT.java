package dev.portolan.it.discovery;

import static dev.portolan.it.discovery.Source.has;
import static dev.portolan.it.discovery.Source.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.FindingCode;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kind that a real API server has or has not, and what becomes of its objects with it. */
@RealClusters
@Timeout(300)
class ServiceExportsIT {

  @BeforeEach
  void allow(RealCluster cluster) {
    AgentRights.grant(cluster.client());
  }

  @Test
  void aServiceExportCountsUntilItIsDeletedAndNotWhenItsKindIs(RealCluster cluster)
      throws Exception {
    ExportDefinition definition = new ExportDefinition(cluster.client());
    Workload workload = new Workload(cluster.client(), cluster.newNamespace("shop"));
    String shop = workload.namespace();
    workload.trustDomain("cluster.local");
    workload.service("cart");
    workload.service("stock");
    workload.export("cart", "v1alpha1");
    workload.export("stock", "v1alpha1");
    try (Source source = Source.of(cluster)) {
      source.await(state -> state.complete() && asks(shop, "cart").test(state));
      source.await(asks(shop, "stock"));

      workload.deleteExport("stock", "v1alpha1");
      source.await(told(shop, "stock").and(asks(shop, "stock").negate()));

      definition.delete();
      LocalState without = source.await(state -> has(state, FindingCode.EXPORT_REQUESTS_KEPT));
      assertThat(without.complete()).isTrue();
      assertThat(asks(shop, "cart")).accepts(without);
      assertThat(source.states().stream().filter(LocalState::complete))
          .allMatch(asks(shop, "cart"));

      definition.install("v1beta1");
      LocalState again = source.await(told(shop, "cart").and(asks(shop, "cart").negate()));
      assertThat(has(again, FindingCode.EXPORT_REQUESTS_KEPT)).as("a list says so now").isFalse();
      workload.export("cart", "v1beta1");
      source.await(asks(shop, "cart"));
    } finally {
      definition.delete();
      definition.install("v1alpha1");
    }
  }

  @Test
  void anAgentThatFindsNoSuchKindIsCompleteAndCannotTell(RealCluster cluster) throws Exception {
    ExportDefinition definition = new ExportDefinition(cluster.client());
    Workload workload = new Workload(cluster.client(), cluster.newNamespace("shop"));
    String shop = workload.namespace();
    workload.trustDomain("cluster.local");
    workload.service("cart");
    definition.delete();
    try (Source source = Source.of(cluster)) {
      LocalState state =
          source.await(now -> now.complete() && service(now, shop, "cart").isPresent());
      assertThat(told(shop, "cart")).rejects(state);
      assertThat(has(state, FindingCode.API_UNAVAILABLE)).isFalse();

      definition.install("v1alpha1");
      source.await(told(shop, "cart"));
    } finally {
      definition.install("v1alpha1");
    }
  }

  private static Predicate<LocalState> asks(String namespace, String name) {
    return state ->
        service(state, namespace, name).filter(it -> it.asks(OptIn.SERVICE_EXPORT)).isPresent();
  }

  private static Predicate<LocalState> told(String namespace, String name) {
    return state ->
        service(state, namespace, name)
            .filter(it -> it.requests().tells(OptIn.SERVICE_EXPORT))
            .isPresent();
  }
}
