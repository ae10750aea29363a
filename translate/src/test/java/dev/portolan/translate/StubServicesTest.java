package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.federation.HostForm;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StubServicesTest {
  @Test
  void standsForTheServiceWithoutPodsOfItsOwn() {
    Service stub = stub(Set.of("spiffe://td/ns/shop/sa/cart"));

    assertThat(stub.getMetadata().getName()).isEqualTo("cart");
    assertThat(stub.getMetadata().getLabels())
        .containsEntry(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT)
        .containsEntry(Marks.REPLICA, "true");
    assertThat(stub.getSpec().getSelector()).isEmpty();
    assertThat(stub.getSpec().getPorts())
        .extracting(port -> port.getName() + " " + port.getPort() + " " + port.getAppProtocol())
        .containsExactly("http 80 http");
  }

  @Test
  void whatAnApiServerAddsIsNoDifferenceAndWhatWeSayIs() {
    JsonNode desired = CanonicalYaml.tree(stub(Set.of("spiffe://td/ns/shop/sa/cart")));
    ObjectNode standing = desired.deepCopy();
    ((ObjectNode) standing.get("spec"))
        .put("clusterIP", "10.96.0.9")
        .put("internalTrafficPolicy", "Cluster")
        .put("sessionAffinity", "None");
    ((ObjectNode) standing.get("spec").get("ports").get(0)).put("targetPort", 80);

    assertThat(CanonicalYaml.specHash(standing)).isEqualTo(CanonicalYaml.specHash(desired));
    ((ObjectNode) standing.get("spec").get("ports").get(0)).put("port", 81);
    assertThat(CanonicalYaml.specHash(standing)).isNotEqualTo(CanonicalYaml.specHash(desired));
    assertThat(CanonicalYaml.specHash(stub(Set.of("spiffe://td/ns/shop/sa/other"))))
        .isNotEqualTo(CanonicalYaml.specHash(desired));
  }

  @Test
  void isAUsersOnceItHasASelector() {
    ObjectNode standing = CanonicalYaml.tree(stub(Set.of())).deepCopy();
    assertThat(StubServices.takenOver(standing)).isFalse();

    ((ObjectNode) standing.get("spec")).putObject("selector").put("app", "cart");
    assertThat(StubServices.takenOver(standing)).isTrue();
  }

  @Test
  void aServiceThatDoesNotFitItsEntryIsFound() {
    HostObjects objects = objects(Set.of());
    Service stub = objects.stub().orElseThrow();
    stub.getSpec().setSelector(Map.of("app", "cart"));
    stub.getSpec().getPorts().get(0).setName("web");
    stub.getMetadata().setName("other");

    assertThat(IstioRules.check(objects))
        .anyMatch(problem -> problem.contains("is not what"))
        .anyMatch(problem -> problem.contains("has a selector"))
        .anyMatch(problem -> problem.contains("has ports [web 80]"));
  }

  private static Service stub(Set<String> identities) {
    return objects(identities).stub().orElseThrow();
  }

  private static HostObjects objects(Set<String> identities) {
    HostPlan plan = TestPlans.throughGateway(Map.of());
    return IstioTranslator.translate(
        new HostPlan(
            plan.host(),
            plan.mesh(),
            "cart.shop.svc.cluster.local",
            plan.cluster(),
            plan.ports(),
            plan.destinations(),
            Sorted.set(identities),
            plan.meshTlsOnly(),
            plan.exterior(),
            plan.tiers(),
            plan.traffic(),
            new HostForm(HostMode.REPLICA, 1, "", false),
            List.of()),
        new Revision("00000000000000aa", 7));
  }
}
