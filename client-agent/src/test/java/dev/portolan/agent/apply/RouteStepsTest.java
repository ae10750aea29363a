package dev.portolan.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import io.fabric8.istio.api.api.networking.v1alpha3.Subset;
import io.fabric8.istio.api.networking.v1.DestinationRuleBuilder;
import io.fabric8.istio.api.networking.v1.VirtualServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Routes of a host's requests, and the rule whose subsets they ask for. */
class RouteStepsTest {
  private static final int MANY = 200;

  private final ApplyRig rig = new ApplyRig();

  @Test
  void routesComeWhenWhatTheyAskForIsThere() {
    rig.sink.refuse(rule("cart"), Refusal.DENIED);
    rig.start(routed("cart", "1"));
    assertThat(rig.sink.refs()).isEmpty();

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));

    assertThat(rig.sink.drainLog()).endsWith("create " + rule("cart"), "create " + routes("cart"));
  }

  @Test
  void routesGoBeforeWhatTheyAskFor() {
    started(routed("cart", "1"));
    rig.sink.refuse(routes("cart"), Refusal.DENIED);

    rig.want(Samples.desired("cart", ruleOf("cart", "2")));
    assertThat(rig.sink.drainLog()).doesNotContain("update " + rule("cart"));

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(rig.sink.drainLog()).endsWith("delete " + routes("cart"), "update " + rule("cart"));
  }

  @Test
  void clientsKnowASubsetBeforeRoutesAskForIt() {
    rig.start(routed("cart", "1"));
    assertThat(rig.sink.refs()).containsExactly(rule("cart"));

    rig.time.pass(Handovers.PAUSE.minusSeconds(1));
    assertThat(rig.sink.refs()).containsExactly(rule("cart"));

    rig.time.pass(Duration.ofSeconds(1));
    assertThat(rig.sink.refs()).containsExactlyInAnyOrder(rule("cart"), routes("cart"));
  }

  @Test
  void clientsAskNoMoreBeforeTheSubsetGoes() {
    started(routed("cart", "1"));

    rig.want(Samples.desired("cart", ruleOf("cart", "2")));
    assertThat(rig.sink.drainLog()).containsExactly("delete " + routes("cart"));

    rig.time.pass(Handovers.PAUSE);
    assertThat(rig.sink.drainLog()).containsExactly("update " + rule("cart"));
  }

  @Test
  void routesThatAreTurnedFollowTheRuleWhereItHasSubsets() {
    started(routed("cart", "1"));

    rig.want(Samples.desired("cart", subsetsOf("cart", "2"), routesOf("cart", "2")));
    assertThat(rig.sink.drainLog()).containsExactly("update " + rule("cart"));
    rig.time.pass(Handovers.PAUSE);
    assertThat(rig.sink.drainLog()).containsExactly("update " + routes("cart"));

    rig.want(routed("cart", "3"));
    assertThat(rig.sink.drainLog()).containsExactly("update " + routes("cart"));
    rig.time.pass(Handovers.PAUSE);
    assertThat(rig.sink.drainLog()).containsExactly("update " + rule("cart"));
  }

  private void started(DesiredHost... hosts) {
    rig.start(hosts);
    rig.time.pass(Handovers.PAUSE);
    rig.time.pass(Handovers.PAUSE);
    rig.sink.drainLog();
  }

  @Test
  void aHostThatGoesTakesItsRoutesAlong() {
    started(routed("cart", "1"), Samples.desired("stock", ruleOf("stock", "1")));
    rig.sink.drainLog();

    rig.want(Samples.desired("cart"));

    assertThat(rig.sink.drainLog())
        .containsExactlyInAnyOrder("delete " + routes("cart"), "delete " + rule("cart"));
  }

  @Test
  void theEndOfAPolicyForAllHostsIsNoMassDeletion() {
    started(hosts(true));
    assertThat(rig.sink.refs()).hasSize(2 * MANY);

    rig.want(hosts(false));

    rig.time.pass(Duration.ofMinutes(1));
    assertThat(rig.sink.refs()).hasSize(MANY);
    assertThat(rig.status().findings()).extracting(Finding::code).isEmpty();
  }

  @Test
  void theEndOfAllHostsIsOneWhetherOrNotTheyHaveRoutes() {
    started(hosts(true));

    rig.want(
        IntStream.range(0, MANY)
            .mapToObj(i -> Samples.desired("h" + i))
            .toArray(DesiredHost[]::new));

    rig.time.pass(Duration.ofMinutes(1));
    assertThat(rig.status().findings())
        .extracting(Finding::code)
        .contains(FindingCode.DELETIONS_HELD);
    assertThat(rig.sink.refs()).hasSize(2 * MANY);
  }

  @Test
  void anothersRoutesForAHostMatterWhereWeHaveSome() {
    rig.start(Samples.desired("cart", ruleOf("cart", "1")));
    rig.sink.edit(
        new ObservedObject(
            new ObjectRef("client", ObjectRef.ROUTES, "mine"),
            Custody.FOREIGN,
            "",
            "",
            Set.of(),
            Set.of("cart.global"),
            Handle.NONE));
    rig.settle();
    assertThat(rig.status().findings()).isEmpty();

    rig.want(routed("cart", "1"));

    assertThat(rig.status().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.HOST_SHARED);
              assertThat(finding.message()).contains("follow the older one of both");
            });
  }

  private static DesiredHost[] hosts(boolean routed) {
    return IntStream.range(0, MANY)
        .mapToObj(
            i -> routed ? routed("h" + i, "1") : Samples.desired("h" + i, ruleOf("h" + i, "1")))
        .toArray(DesiredHost[]::new);
  }

  private static DesiredHost routed(String host, String spec) {
    return Samples.desired(host, ruleOf(host, spec), routesOf(host, spec));
  }

  private static ObjectRef rule(String host) {
    return new ObjectRef("shop", "DestinationRule", host);
  }

  private static ObjectRef routes(String host) {
    return new ObjectRef("shop", ObjectRef.ROUTES, host);
  }

  private static DesiredObject ruleOf(String host, String spec) {
    return ruleOf(host, spec, List.of());
  }

  private static DesiredObject subsetsOf(String host, String spec) {
    return ruleOf(host, spec, List.of(new Subset(Map.of(), "east", null)));
  }

  private static DesiredObject ruleOf(String host, String spec, List<Subset> subsets) {
    return new DesiredObject(
        new DestinationRuleBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(host)
            .endMetadata()
            .withNewSpec()
            .withSubsets(subsets)
            .endSpec()
            .build(),
        spec,
        "",
        Set.of(),
        Set.of(host + ".global"));
  }

  private static DesiredObject routesOf(String host, String spec) {
    return new DesiredObject(
        new VirtualServiceBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(host)
            .endMetadata()
            .build(),
        spec,
        "",
        Set.of(),
        Set.of(host + ".global"));
  }
}
