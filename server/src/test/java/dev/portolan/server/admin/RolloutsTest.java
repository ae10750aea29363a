package dev.portolan.server.admin;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rule;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RuleChange;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.RolloutState;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RolloutsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
  private static final RuleName CANARY = name(RuleKind.RULE_KIND_TRAFFIC_POLICY, "canary");
  private static final Policy OLD = timeout(1);

  private final RegistryLoop registry =
      new RegistryLoop(
          RegistryLoop.Settings.DEFAULT, new FakeStore(), CLOCK, List.of(), new CollectedFaults());
  private final Rollouts rollouts = new Rollouts(registry, CLOCK);

  @BeforeEach
  void start() {
    registry.start();
    put(mesh("m", EAST), OLD);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void oneThatIsGivenUpGivesEveryClusterBackWhatItHad() {
    put(inWaves());
    assertThat(has()).isNotEqualTo(Optional.of(OLD));

    assertThat(rollouts.abort(CANARY).join().getStage().getState())
        .isEqualTo(RolloutState.ROLLOUT_STATE_ABORTED);

    assertThat(has()).contains(OLD);
    assertThat(rollouts.abort(CANARY).join().getStage().getWave()).isZero();
  }

  @Test
  void oneThatIsResumedBeginsWhereItWasHaltedOrAtTheFirstWave() {
    put(inWaves());
    // Dropped: what it answers is another test's.
    var unused = rollouts.abort(CANARY).join();

    assertThat(rollouts.resume(CANARY).join().getStage().getWave()).isEqualTo(1);

    assertThat(has().map(Policy::asWritten)).contains(inWaves());
    assertThat(rollouts.resume(CANARY).join().getStage().getState())
        .isEqualTo(RolloutState.ROLLOUT_STATE_RUNNING);
  }

  @Test
  void whatHasNoRolloutIsNotFoundAndVirtualMeshesHaveNone() {
    assertThatThrownBy(() -> rollouts.resume(CANARY))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("traffic policy 'canary'");
    assertThatThrownBy(() -> rollouts.abort(name(RuleKind.RULE_KIND_ACCESS_POLICY, "none")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> rollouts.abort(name(RuleKind.RULE_KIND_VIRTUAL_MESH, "m")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("only policies have rollouts");
  }

  private static RuleName name(RuleKind kind, String name) {
    return RuleName.newBuilder().setKind(kind).setName(name).build();
  }

  private static Policy inWaves() {
    return timeout(2)
        .with(
            Rollout.of(
                List.of(new TreeSet<>(List.of(EAST))), Duration.ZERO, Duration.ofSeconds(60)));
  }

  private static Policy timeout(int seconds) {
    return new TrafficPolicy(
        PolicyKey.traffic("canary"),
        new VirtualMeshKey("m"),
        List.of(HostSelector.ALL),
        List.of(new TrafficTimeout(Duration.ofSeconds(seconds))));
  }

  /** What the cluster has. */
  private Optional<Policy> has() {
    return registry.snapshot().policies().iterator().next().resource().in(EAST);
  }

  private void put(Rule... rules) {
    registry
        .submit(
            new RegistryEvent.ChangeRules(
                Stream.of(rules).map(rule -> RuleChange.put(rule, "")).toList()))
        .join();
  }
}
