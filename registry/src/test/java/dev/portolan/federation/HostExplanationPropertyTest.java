package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.OriginFate.Fate;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import java.util.List;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of explanations, over registries of all shapes. */
class HostExplanationPropertyTest extends PlanProperties {
  /** What is asked before the host is decided upon. */
  private static final Set<Fate> EARLIER =
      Set.of(Fate.NOT_A_MEMBER, Fate.NOT_EXPORTED, Fate.NOT_IMPORTED);

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theHubExplainsWhatTheAgentDecides(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot all = GoldenCase.snapshot(records);

    HostDecision agents =
        HostPlanner.plan(
            GoldenCase.visibleTo(all, cluster), cluster, TestRegistries.SURROUNDINGS, host);

    assertThat(explain(all, cluster, host).decision()).isEqualTo(agents);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyoneWhoOffersTheHostHasAFateThatThePlanBearsOut(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot all = GoldenCase.snapshot(records);

    HostExplanation explanation = explain(all, cluster, host);

    assertThat(explanation.origins())
        .extracting(OriginFate::origin)
        .containsExactlyElementsOf(all.originsOf(host));
    List<Destination> destinations =
        explanation.decision() instanceof HostPlan plan ? plan.destinations() : List.of();
    for (OriginFate fate : explanation.origins()) {
      assertThat(fate.destinations())
          .containsExactlyElementsOf(
              destinations.stream().filter(each -> each.origin().equals(fate.origin())).toList());
      assertThat(fate.fate() == Fate.NOT_A_MEMBER)
          .isEqualTo(
              all.meshOf(cluster).isEmpty()
                  || !all.meshOf(cluster).equals(all.meshOf(fate.origin())));
      if (fate.fate() == Fate.NOT_IMPORTED) {
        assertThat(explanation.decision()).isInstanceOf(HostOmitted.class);
      }
      assertThat(fate.fate() == Fate.HOST_OMITTED)
          .isEqualTo(
              !EARLIER.contains(fate.fate()) && explanation.decision() instanceof HostOmitted);
    }
  }

  private static HostExplanation explain(RegistrySnapshot all, OriginId cluster, HostKey host) {
    return HostExplanation.of(all, cluster, TestRegistries.SURROUNDINGS, host);
  }
}
