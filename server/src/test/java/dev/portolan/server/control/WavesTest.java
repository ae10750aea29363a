package dev.portolan.server.control;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WavesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Rollout EAST_FIRST =
      Rollout.of(
          List.of(new TreeSet<>(Set.of(EAST))), Duration.ofMinutes(1), Duration.ofMinutes(10));
  private static final FailoverPolicy OLD = order(Distance.REGION);
  private static final FailoverPolicy NEW = order(Distance.ANY).with(EAST_FIRST);

  private RegistrySnapshot registry =
      Hypothesis.of(
          RegistrySnapshot.empty(new Revision("00000000000000aa", 1)),
          List.of(new RegistryEvent.ReplaceRules(List.of(mesh("m", EAST, WEST), OLD))),
          NOW);

  @Test
  void aPolicyWithWavesComesToTheFirstAndTheOthersKeepWhatTheyHave() {
    put(NEW);

    assertThat(policy().in(EAST).map(Policy::asWritten)).contains(NEW);
    assertThat(policy().in(WEST)).contains(OLD);
  }

  @Test
  void theOthersHaveNoneOfOneThatIsNew() {
    apply(new RegistryEvent.ReplaceRules(List.of(mesh("m", EAST, WEST))));
    put(NEW);

    assertThat(policy().in(EAST)).isPresent();
    assertThat(policy().in(WEST)).isEmpty();
  }

  @Test
  void aHubThatReadsAllItsRulesAnewTakesThemForAllClusters() {
    registry = RegistrySnapshot.empty(new Revision("00000000000000bb", 1));

    apply(new RegistryEvent.ReplaceRules(List.of(NEW, mesh("m", EAST, WEST))));

    assertThat(policy()).isEqualTo(NEW);
  }

  @Test
  void whatIsWrittenAgainChangesNothing() {
    put(NEW);
    RegistrySnapshot before = registry;

    put(NEW);
    apply(new RegistryEvent.ReplaceRules(List.of(mesh("m", EAST, WEST), NEW)));

    assertThat(registry.revision()).isEqualTo(before.revision());
  }

  @Test
  void anotherChangeBeginsAnewFromWhatWasBeforeTheFirst() {
    put(NEW);
    move(Optional.of(stage().halted("a reason", NOW)));
    put(order(Distance.CLUSTER).with(EAST_FIRST));

    assertThat(policy().in(EAST).map(Policy::asWritten))
        .contains(order(Distance.CLUSTER).with(EAST_FIRST));
    assertThat(policy().in(WEST)).contains(OLD);
    assertThat(stage().state()).isEqualTo(Rollout.State.RUNNING);
  }

  @Test
  void whatWasBeforeIsWrittenEverywhereAtOnce() {
    put(NEW);
    put(OLD.with(EAST_FIRST));

    assertThat(policy()).isEqualTo(OLD.with(EAST_FIRST));
    assertThat(policy().rollout().stage()).isEmpty();
  }

  @Test
  void oneWithoutWavesIsForAllClustersAlsoInTheMidstOfARollout() {
    put(NEW);
    put(order(Distance.ANY));

    assertThat(policy()).isEqualTo(order(Distance.ANY));
  }

  @Test
  void onlyOtherWavesAreNoChangeThatClustersWouldHaveToTakeOver() {
    put(OLD.with(EAST_FIRST));

    assertThat(policy().rollout().stage()).isEmpty();
  }

  @Test
  void aRolloutIsMovedFromWhereItIsOnly() {
    put(NEW);
    Stage first = stage();
    move(Optional.of(first.next(NOW)));
    assertThat(policy().in(WEST).map(Policy::asWritten)).contains(NEW);

    assertThatThrownBy(
            () ->
                apply(
                    new RegistryEvent.MoveRollout(
                        NEW.key(), first, Optional.of(first.halted("late", NOW)))))
        .isInstanceOf(RuleChangedException.class);

    move(Optional.empty());
    assertThat(policy()).isEqualTo(NEW);
  }

  @Test
  void whatWasDeletedIsNotMoved() {
    put(NEW);
    Stage first = stage();
    apply(new RegistryEvent.ReplaceRules(List.of(mesh("m", EAST, WEST))));

    assertThatThrownBy(
            () -> apply(new RegistryEvent.MoveRollout(NEW.key(), first, Optional.empty())))
        .isInstanceOf(RuleChangedException.class);
  }

  private static FailoverPolicy order(Distance near) {
    return new FailoverPolicy(
        PolicyKey.failover("order"),
        new VirtualMeshKey("m"),
        List.of(HostSelector.ALL),
        List.of(new FailoverTier.Near(near)));
  }

  private Policy policy() {
    return registry.policies().iterator().next().resource();
  }

  private Stage stage() {
    return policy().rollout().stage().orElseThrow();
  }

  private void put(Rule... rules) {
    apply(
        new RegistryEvent.ChangeRules(
            Stream.of(rules).map(rule -> RuleChange.put(rule, "")).toList()));
  }

  private void move(Optional<Stage> to) {
    apply(new RegistryEvent.MoveRollout(NEW.key(), stage(), to));
  }

  private void apply(RegistryEvent event) {
    registry = Hypothesis.of(registry, List.of(event), NOW);
  }
}
