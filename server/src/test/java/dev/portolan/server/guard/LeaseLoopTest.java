package dev.portolan.server.guard;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real registry loop, with time at hand: heartbeats of 10 s, a lease of 30 s. */
@Timeout(60)
class LeaseLoopTest {
  private static final LeaseTimes TIMES =
      LeaseTimes.of(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private final AtomicLong nanos = new AtomicLong();
  private final List<RegistryLoop> loops = new ArrayList<>();
  private final FakeStore store = new FakeStore();
  private RegistryLoop registry = start(store);
  private LeaseLoop leases = leases();

  @AfterEach
  void close() {
    loops.forEach(RegistryLoop::close);
  }

  @Test
  void whatALeaseSaysIsWrittenOnceAndBeatsAreNotWrittenAtAll() {
    reported(EAST, WEST);
    pass(Duration.ofSeconds(60), EAST, WEST);
    int written = store.appends().size();

    pass(Duration.ofMinutes(2), WEST);

    assertThat(registry.snapshot().liveness(EAST)).map(Liveness::lost).contains(true);
    assertThat(registry.snapshot().liveness(WEST)).isEmpty();
    assertThat(store.appends()).hasSize(written + 2);
  }

  @Test
  void whoIsHeardAgainHasNothingAgainstItAnyMore() {
    reported(EAST, WEST);
    pass(Duration.ofSeconds(60), EAST, WEST);
    pass(Duration.ofSeconds(60), WEST);

    pass(Duration.ofSeconds(1), EAST, WEST);

    await().until(() -> registry.snapshot().liveness(EAST).isEmpty());
  }

  @Test
  void theTimeSinceALossIsToldWhenSomeRuleCountsOnItAndAtNoOtherTime() {
    reported(EAST, WEST);
    registry
        .submit(
            new RegistryEvent.ReplaceRules(
                List.of(
                    mesh("m", EAST, WEST)
                        .with(
                            new PartitionRules(
                                new PartitionRule(
                                    PartitionRule.Action.DEMOTE, Duration.ofMinutes(2)))))))
        .join();
    pass(Duration.ofSeconds(60), EAST, WEST);
    int written = store.appends().size();

    pass(Duration.ofSeconds(140), WEST);
    Duration before = lostFor();
    pass(Duration.ofSeconds(20), WEST);
    await().until(() -> !lostFor().isZero());
    pass(Duration.ofHours(1), WEST);

    assertThat(before).isZero();
    assertThat(lostFor()).isEqualTo(Duration.ofMinutes(2));
    assertThat(store.appends()).hasSize(written + 3);
  }

  @Test
  void aFailoverPolicysGraceCountsTooFromTheMomentItIsThere() {
    reported(EAST, WEST);
    pass(Duration.ofSeconds(60), EAST, WEST);
    pass(Duration.ofSeconds(140), WEST);
    Duration before = lostFor();

    registry
        .submit(new RegistryEvent.ReplaceRules(List.of(mesh("m", EAST, WEST), policy())))
        .join();
    pass(Duration.ofSeconds(20), WEST);

    await().until(() -> !lostFor().isZero());
    assertThat(before).isZero();
    assertThat(lostFor()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void whileAPolicyIsTakenOverInWavesTheGracesOfBothVersionsCount() {
    reported(EAST, WEST);
    FailoverPolicy before =
        policy().with(new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofSeconds(30)));
    Rollout inWaves =
        Rollout.of(List.of(new TreeSet<>(List.of(EAST))), Duration.ZERO, Duration.ofMinutes(10));
    for (List<Rule> rules :
        List.of(
            List.<Rule>of(mesh("m", EAST, WEST), before),
            List.<Rule>of(mesh("m", EAST, WEST), policy().with(inWaves)))) {
      registry.submit(new RegistryEvent.ReplaceRules(rules)).join();
    }
    pass(Duration.ofSeconds(60), EAST, WEST);
    pass(Duration.ofSeconds(40), WEST);
    await().until(() -> registry.snapshot().liveness(EAST).isPresent());

    pass(Duration.ofSeconds(35), WEST);
    await().until(() -> lostFor().equals(Duration.ofSeconds(30)));
    pass(Duration.ofSeconds(60), WEST);
    await().until(() -> lostFor().equals(Duration.ofSeconds(90)));
  }

  @Test
  void whatTheStoreRefusesIsAskedForAgain() {
    reported(EAST, WEST);
    pass(Duration.ofSeconds(60), EAST, WEST);
    store.failWith(new StoreException("the disk is full"));
    pass(Duration.ofMinutes(2), WEST);
    assertThat(registry.snapshot().liveness(EAST)).isEmpty();

    store.recover();
    pass(Duration.ofSeconds(10), WEST);

    await().until(() -> registry.snapshot().liveness(EAST).isPresent());
  }

  @Test
  void aRestartOfTheHubChangesNothingUntilSomebodyIsHeardOrALeaseHasPassed() {
    reported(EAST, WEST);
    pass(Duration.ofSeconds(60), EAST, WEST);
    pass(Duration.ofSeconds(60), WEST);
    RegistrySnapshot before = registry.snapshot();

    registry.close();
    registry = start(new FakeStore(before));
    leases = leases();
    pass(Duration.ofSeconds(29));

    assertThat(registry.snapshot()).isEqualTo(before);
    pass(Duration.ofSeconds(1), EAST);
    await().until(() -> registry.snapshot().liveness(EAST).isEmpty());
  }

  private static FailoverPolicy policy() {
    return new FailoverPolicy(
            PolicyKey.failover("p"),
            new VirtualMeshKey("m"),
            List.of(HostSelector.ALL),
            List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)))
        .with(new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofSeconds(90)));
  }

  private Duration lostFor() {
    return registry.snapshot().liveness(EAST).map(Liveness::lostFor).orElse(Duration.ZERO);
  }

  private RegistryLoop start(FakeStore with) {
    RegistryLoop loop =
        new RegistryLoop(
            RegistryLoop.Settings.DEFAULT, with, CLOCK, List.of(), new CollectedFaults());
    loop.start();
    loops.add(loop);
    return loop;
  }

  private LeaseLoop leases() {
    return new LeaseLoop(registry, TIMES, nanos::get, CLOCK);
  }

  private void reported(OriginId... origins) {
    for (OriginId origin : origins) {
      registry
          .submit(
              new RegistryEvent.Batch(
                  origin, 1, 1, List.of(new Change.Put(service(origin, "a", 80)))))
          .join();
      registry
          .submit(new RegistryEvent.Complete(origin, 1, Set.of(service(origin, "a", 80).key())))
          .join();
    }
  }

  /** Time passes in which these are heard all the while. */
  private void pass(Duration time, OriginId... heard) {
    long ticks = time.dividedBy(TIMES.tick());
    for (long i = 0; i < ticks; i++) {
      nanos.addAndGet(TIMES.tick().toNanos());
      List.of(heard).forEach(leases::heard);
      leases.tick();
      settle();
    }
  }

  // What a tick asked for is decided before the next: the loop takes events in order.
  private void settle() {
    registry
        .submit(new RegistryEvent.Judge(new OriginId("nobody"), Optional.empty()))
        .handle((outcome, failure) -> outcome)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
