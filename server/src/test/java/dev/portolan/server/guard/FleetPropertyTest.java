package dev.portolan.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.Liveness.State;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Laws of leases, over random beats, silences, pauses and restarts. */
class FleetPropertyTest {
  private static final List<OriginId> ORIGINS =
      List.of(new OriginId("east-1"), new OriginId("east-2"), new OriginId("west-1"));

  /** What happens next. */
  private record Step(Kind kind, int origin, Duration time) {
    enum Kind {
      BEATS,
      SILENCE,
      PASS,
      PAUSE,
      RESTART
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step.Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(Step.Kind.BEATS, Step.Kind.SILENCE)),
            Tuple.of(5, Arbitraries.just(Step.Kind.PASS)),
            Tuple.of(1, Arbitraries.of(Step.Kind.PAUSE, Step.Kind.RESTART)));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, ORIGINS.size() - 1),
            Arbitraries.longs().between(1, 90_000).map(Duration::ofMillis))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void nobodyIsLostWithoutAWholeLeaseOfSilenceThatAnAwakeHubWitnessed(
      @ForAll("histories") List<Step> history) {
    Watcher watcher = new Watcher();
    history.forEach(watcher::step);

    assertThat(watcher.violations).isEmpty();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theLastStateAlwaysArrives(@ForAll("histories") List<Step> history) {
    Watcher watcher = new Watcher();
    history.forEach(watcher::step);
    FleetRig rig = watcher.rig;
    rig.beats(ORIGINS.get(0), ORIGINS.get(1));
    rig.silence(ORIGINS.get(2));

    rig.pass(LeaseTimes.LONGEST_PROBATION.plusSeconds(60));

    assertThat(rig.doubt(ORIGINS.get(0))).isEmpty();
    assertThat(rig.doubt(ORIGINS.get(1))).isEmpty();
    assertThat(rig.doubt(ORIGINS.get(2))).contains(State.LOST);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void anOriginThatComesAndGoesChangesItsStateEverMoreRarely(
      @ForAll("rhythms") Duration on, @ForAll("rhythms") Duration off) {
    FleetRig rig = new FleetRig(ORIGINS.get(0), ORIGINS.get(1));
    rig.beats(ORIGINS.get(0), ORIGINS.get(1));
    rig.pass(Duration.ofSeconds(60));
    int lives = 0;
    Optional<State> before = Optional.empty();
    for (Duration end = rig.clock().plus(LeaseTimes.WINDOW); rig.clock().compareTo(end) < 0; ) {
      rig.silence(ORIGINS.get(0));
      rig.pass(off);
      before = rig.doubt(ORIGINS.get(0)).isPresent() ? rig.doubt(ORIGINS.get(0)) : before;
      rig.says(ORIGINS.get(0));
      rig.beats(ORIGINS.get(0));
      rig.pass(on);
      if (before.isPresent() && rig.doubt(ORIGINS.get(0)).isEmpty()) {
        lives++;
        before = Optional.empty();
      }
    }

    // Three are free; then each has to last twice as long as the one before.
    assertThat(lives).isLessThanOrEqualTo(LeaseTimes.FREE_RETURNS + 4);
  }

  @Provide
  Arbitrary<Duration> rhythms() {
    return Arbitraries.longs().between(15, 90).map(Duration::ofSeconds);
  }

  /** Runs a history and compares each transition with what really happened. */
  private static final class Watcher {
    private final FleetRig rig = new FleetRig(ORIGINS.toArray(OriginId[]::new));
    private final TreeSet<String> violations = new TreeSet<>();
    // Since when silence counts: the last time the origin beat, or the hub was excused.
    private final Map<OriginId, Duration> silentFrom = new HashMap<>();

    Watcher() {
      ORIGINS.forEach(origin -> silentFrom.put(origin, Duration.ZERO));
      rig.pass(rig.times().tick());
    }

    void step(Step step) {
      OriginId origin = ORIGINS.get(step.origin());
      switch (step.kind()) {
        case BEATS -> rig.beats(origin);
        case SILENCE -> rig.silence(origin);
        case PASS -> pass(step.time());
        case PAUSE -> {
          rig.pause(step.time().plus(rig.times().pause()).plusSeconds(1));
          ORIGINS.forEach(each -> silentFrom.put(each, rig.clock()));
        }
        case RESTART -> {
          rig.restart(said());
          ORIGINS.forEach(each -> silentFrom.put(each, rig.clock()));
        }
      }
    }

    private Liveness[] said() {
      return rig.fleet().leases().entrySet().stream()
          .flatMap(
              entry ->
                  entry
                      .getValue()
                      .liveness(entry.getKey(), new TreeSet<>(List.of(Duration.ZERO)))
                      .stream())
          .toArray(Liveness[]::new);
    }

    private void pass(Duration time) {
      for (Duration end = rig.clock().plus(time); rig.clock().compareTo(end) < 0; ) {
        Fleet before = rig.fleet();
        rig.pass(rig.times().tick());
        for (OriginId origin : ORIGINS) {
          Lease was = before.leases().get(origin);
          Lease is = rig.lease(origin);
          if (is.audible() && is.silent().isZero()) {
            silentFrom.put(origin, rig.clock());
          }
          Duration silence = rig.clock().minus(silentFrom.getOrDefault(origin, Duration.ZERO));
          boolean newlyLost =
              is.doubt().equals(Optional.of(State.LOST))
                  && was != null
                  && !was.doubt().equals(is.doubt());
          if (newlyLost && silence.compareTo(rig.times().lease()) < 0) {
            violations.add(origin + " was lost after " + silence);
          }
          if (newlyLost && !rig.fleet().hearing()) {
            violations.add(origin + " was lost though nobody was heard");
          }
          if (is.lost().compareTo(silence) > 0 && newlyLost) {
            violations.add(origin + " is lost for longer than it is silent");
          }
        }
      }
    }
  }
}
