package dev.portolan.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A hub that does not know matches would send their requests with all others. */
class MatchFormatTest {
  private static final TrafficPart TIMEOUT = new TrafficTimeout(Duration.ofSeconds(1));

  @Test
  void requestsThatAreMatchedNeedTheNinthFormat() {
    TrafficPolicy matching = policy(matches());

    assertThat(StoreFormat.of(written(matching))).isEqualTo(9);
    assertThat(StoreFormat.of(written(matching).applyTo(RegistrySnapshot.EMPTY))).isEqualTo(9);
    assertThat(StoreFormat.of(written(policy(TIMEOUT)))).isEqualTo(4);
  }

  @Test
  void soDoTheyWhileAnotherPolicyTakesTheirPlaceInWaves() {
    Rollout waves =
        Rollout.of(
            List.of(new TreeSet<>(List.of(new OriginId("east-1")))),
            Rollout.DEFAULT_SOAK,
            Rollout.DEFAULT_DEADLINE);
    Policy after = policy(TIMEOUT).with(waves);
    Policy moving =
        policy(TIMEOUT)
            .with(waves.at(Rollout.Stage.first(Optional.of(policy(matches())), Instant.EPOCH)));

    assertThat(StoreFormat.of(written(after))).isEqualTo(8);
    assertThat(StoreFormat.of(written(moving))).isEqualTo(9);
  }

  private static TrafficPart matches() {
    TrafficSplit east =
        new TrafficSplit(
            List.of(
                new TrafficSplit.Branch(new TrafficTarget.InCluster(new OriginId("east-1")), 1)));
    RequestMatch canary =
        new RequestMatch(
            Sorted.map(Map.of("x-canary", HeaderMatch.ANY)),
            Sorted.set(List.of()),
            Sorted.set(List.of()));
    return new TrafficMatches(List.of(new TrafficMatches.Case(canary, east)));
  }

  private static TrafficPolicy policy(TrafficPart part) {
    return new TrafficPolicy(
        PolicyKey.traffic("canary"),
        new VirtualMeshKey("shop"),
        List.of(HostSelector.ALL),
        List.of(part));
  }

  private static RegistryDelta written(Policy policy) {
    return new RegistryDelta(
        Revision.NONE,
        Revision.NONE,
        new TreeMap<>(Map.of(policy.key(), Recorded.local(policy))),
        new TreeSet<>());
  }
}
