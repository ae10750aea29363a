package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.AccessArbitraries;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyArbitraries;
import dev.portolan.registry.RegistryArbitraries;
import dev.portolan.registry.RolloutArbitraries;
import dev.portolan.registry.Rule;
import dev.portolan.registry.TrafficArbitraries;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.yaml.snakeyaml.Yaml;

class RuleTreePropertyTest {
  @Property(tries = 300)
  void readingWhatIsWrittenGivesTheRuleBack(@ForAll("rules") Rule rule) {
    String text = new Yaml().dump(RuleTree.of(rule));

    RuleFiles.Content content =
        RuleFiles.some(Path.of("rules.yaml"))
            .parse(new TreeMap<>(Map.of(Path.of("rules.yaml"), text)), List.of());

    assertThat(content.problems()).as(text).isEmpty();
    assertThat(content.rules()).containsExactly(rule);
    assertThat(new SchemaCheck(RuleSchema.tree()).fits(new Yaml().<Object>load(text)))
        .as(text)
        .isTrue();
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Arbitraries.oneOf(
        RegistryArbitraries.virtualMeshes()
            .filter(RuleTreePropertyTest::sayable)
            .map(Rule.class::cast),
        inWaves(
            PolicyArbitraries.failoverKeys()
                .flatMap(PolicyArbitraries::failover)
                .filter(RuleTreePropertyTest::sayable)),
        inWaves(
            PolicyArbitraries.trafficKeys()
                .flatMap(TrafficArbitraries::traffic)
                .filter(RuleTreePropertyTest::sayable)),
        inWaves(
            PolicyArbitraries.accessKeys()
                .flatMap(AccessArbitraries::access)
                .filter(policy -> policy.allow().stream().noneMatch(AccessGrant::unknown))));
  }

  private static Arbitrary<Rule> inWaves(Arbitrary<? extends Policy> policies) {
    return RolloutArbitraries.planned(policies, RegistryArbitraries.origins())
        .map(Rule.class::cast);
  }

  // What only a later version can say has no words here; what keeps has no grace to say.
  private static boolean sayable(VirtualMesh mesh) {
    return mesh.hosts().mode() != HostMode.UNKNOWN
        && !mesh.exports().optIns().contains(ExportRules.OptIn.UNKNOWN)
        && mesh.access() != VirtualMesh.AccessDefault.UNKNOWN
        && mesh.trust() != VirtualMesh.TrustRule.UNKNOWN
        && !mesh.hosts().exceptions().containsValue(HostMode.UNKNOWN)
        && mesh.hosts().overflow() != HostRules.Overflow.UNKNOWN
        && mesh.hosts().missingNamespace() != HostRules.MissingNamespace.UNKNOWN
        && sayable(mesh.partition().rule())
        && mesh.partition().exceptions().values().stream().allMatch(RuleTreePropertyTest::sayable);
  }

  private static boolean sayable(PartitionRule rule) {
    return switch (rule.action()) {
      case UNKNOWN -> false;
      case KEEP -> rule.equals(PartitionRule.KEEP);
      case DEMOTE, WITHDRAW -> true;
    };
  }

  private static boolean sayable(TrafficPolicy policy) {
    return policy.parts().stream().noneMatch(TrafficPart.Unknown.class::isInstance);
  }

  private static boolean sayable(FailoverPolicy policy) {
    return policy.rest() != FailoverPolicy.Rest.UNKNOWN
        && policy.tiers().stream().noneMatch(FailoverTier.Unknown.class::isInstance)
        && policy.partition().stream().allMatch(RuleTreePropertyTest::sayable);
  }
}
