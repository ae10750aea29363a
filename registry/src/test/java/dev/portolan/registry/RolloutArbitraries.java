package dev.portolan.registry;

import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rollout.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Policies in waves, for properties. */
public final class RolloutArbitraries {
  private RolloutArbitraries() {}

  /** The policies, some of them in waves that are only written down. */
  public static <P extends Policy> Arbitrary<Policy> planned(
      Arbitrary<P> policies, Arbitrary<OriginId> clusters) {
    return Combinators.combine(policies, plans(clusters)).as(Policy::with);
  }

  /** The policies, some of them at a place of their rollout. */
  public static <P extends Policy> Arbitrary<Policy> staged(
      Arbitrary<P> policies, Arbitrary<OriginId> clusters) {
    return Combinators.combine(
            planned(policies, clusters), planned(policies, clusters).optional(0.7), stages())
        .as(RolloutArbitraries::staged);
  }

  private static Policy staged(Policy policy, Optional<Policy> before, Stage stage) {
    Rollout rollout = policy.rollout();
    if (rollout.waves().isEmpty()) {
      return policy;
    }
    int wave = Math.min(stage.wave(), rollout.waves().size() + 1);
    return policy.with(
        rollout.at(new Stage(wave, stage.state(), stage.reason(), stage.since(), before)));
  }

  private static Arbitrary<Rollout> plans(Arbitrary<OriginId> clusters) {
    Arbitrary<Duration> times =
        Arbitraries.longs().between(1, Rollout.MAX_TIME.toSeconds()).map(Duration::ofSeconds);
    return Combinators.combine(clusters.list().uniqueElements().ofMaxSize(4), times, times)
        .as(
            (named, soak, deadline) ->
                named.isEmpty() ? Rollout.AT_ONCE : Rollout.of(waves(named), soak, deadline));
  }

  private static List<SortedSet<OriginId>> waves(List<OriginId> clusters) {
    List<SortedSet<OriginId>> waves = new ArrayList<>();
    for (int i = 0; i < clusters.size(); i += 2) {
      waves.add(new TreeSet<>(clusters.subList(i, Math.min(i + 2, clusters.size()))));
    }
    return waves;
  }

  private static Arbitrary<Stage> stages() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(State.class),
            Arbitraries.of("", "east-1 says PTL0137"),
            Arbitraries.longs().between(0, 4_000_000_000L))
        .as(
            (wave, state, reason, since) ->
                new Stage(
                    state == State.ABORTED ? 0 : wave,
                    state,
                    reason,
                    Instant.ofEpochSecond(since),
                    Optional.empty()));
  }
}
