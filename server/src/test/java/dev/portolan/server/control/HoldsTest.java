package dev.portolan.server.control;

import static dev.portolan.server.control.Events.batch;
import static dev.portolan.server.control.Events.complete;
import static dev.portolan.server.control.Events.puts;
import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Hold;
import dev.portolan.registry.Hold.Cause;
import dev.portolan.registry.Hold.State;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.Proposal.Verdict;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryEvent.RejectHold;
import dev.portolan.server.control.RegistryEvent.ReleaseHold;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is too much at once, with the usual limits: 30 %, 20, 60 s, 10 min; of 50 services. */
class HoldsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private RegistrySnapshot registry = RegistrySnapshot.empty(FakeStore.START);
  private RecentRemovals recent = RecentRemovals.NONE;
  private Instant now = NOON;
  private long batch;
  private Brake brake = new Brake(BrakeLimits.DEFAULT, Map.of());

  @BeforeEach
  void fiftyServices() {
    List<Resource> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(service(EAST, "s" + i, 80));
      all.add(slice(EAST, "s" + i, "x", 1));
    }
    after(puts(EAST, 1, ++batch, all.toArray(Resource[]::new)));
    after(complete(EAST, 1, listed(0, 50)));
  }

  @Test
  void aListThatLacksTooMuchIsHeldAndEverythingIsServedAsBefore() {
    RegistrySnapshot before = registry;

    Verdict verdict = after(complete(EAST, 1, listed(0, 10)));

    Hold hold = waiting().orElseThrow();
    assertThat(verdict).isEqualTo(new Accepted(0, 0, Optional.of(hold.name())));
    assertThat(hold.services()).isEqualTo(40);
    assertThat(hold.keys()).hasSize(80);
    assertThat(hold.cause()).isEqualTo(Cause.LIST);
    assertThat(hold.of()).isEqualTo(new Hold.Amount(50, 50));
    assertThat(registry.origin(EAST).services())
        .containsExactlyElementsOf(before.origin(EAST).services());
    assertThat(registry.origin(EAST).slices())
        .containsExactlyElementsOf(before.origin(EAST).slices());
  }

  @Test
  void whatIsNotTooMuchIsNeverHeld() {
    Verdict twenty = after(complete(EAST, 1, listed(20, 50)));

    assertThat(twenty).isEqualTo(new Accepted(20, 20, Optional.empty()));
    assertThat(registry.holds()).isEmpty();
  }

  @Test
  void aLargeOriginMayWithdrawALotOfWhichItHasMuchMore() {
    brake = new Brake(BrakeLimits.DEFAULT, Map.of(EAST, BrakeLimits.DEFAULT.with(50, 20)));

    Verdict half = after(complete(EAST, 1, listed(25, 50)));

    assertThat(half).isEqualTo(new Accepted(25, 25, Optional.empty()));
  }

  @Test
  void theRestOfABatchIsAppliedWhereItsRemovalsAreHeld() {
    List<Change> changes = new ArrayList<>();
    IntStream.range(0, 30).forEach(i -> changes.add(remove("s" + i)));
    changes.add(Events.put(service(EAST, "new", 80)));

    after(batch(EAST, 1, ++batch, changes.toArray(Change[]::new)));

    assertThat(registry.service(serviceKey(EAST, "new"))).isPresent();
    assertThat(registry.service(serviceKey(EAST, "s0"))).isPresent();
    assertThat(registry.progress(EAST).batch()).isEqualTo(batch);
    assertThat(waiting()).map(Hold::cause).contains(Cause.BURST);
  }

  @Test
  void aBurstIsHeldFromWhereItIsTooMuchAndSingleRemovalsGoOnWhenItIsOver() {
    for (int i = 0; i < 25; i++) {
      now = now.plusSeconds(1);
      after(batch(EAST, 1, ++batch, remove("s" + i)));
    }

    assertThat(registry.service(serviceKey(EAST, "s19"))).isEmpty();
    assertThat(registry.service(serviceKey(EAST, "s20"))).isPresent();
    assertThat(waiting()).map(Hold::services).contains(5);

    now = now.plusSeconds(61);
    Verdict single = after(batch(EAST, 1, ++batch, remove("s30")));

    assertThat(single).isEqualTo(new Accepted(1, 1, Optional.empty()));
    assertThat(waiting()).map(Hold::services).contains(5);
  }

  @Test
  void endpointsCountAsWell() {
    after(
        puts(
            WEST,
            1,
            1,
            service(WEST, "big", 80),
            slice(WEST, "big", "a", 50),
            slice(WEST, "big", "b", 50)));
    after(batch(WEST, 1, 2, Events.remove(SampleRecords.sliceKey(WEST, "big", "a"))));

    assertThat(hold(WEST, State.WAITING)).map(Hold::services).contains(0);
    assertThat(registry.origin(WEST).slices()).hasSize(2);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whatIsOfferedAgainIsNotHeldAnyMore() {
    after(complete(EAST, 1, listed(0, 10)));
    after(puts(EAST, 1, ++batch, service(EAST, "s49", 81)));

    assertThat(waiting().orElseThrow().keys()).doesNotContain(serviceKey(EAST, "s49"));
    after(complete(EAST, 1, listed(0, 50)));
    assertThat(registry.holds()).isEmpty();
  }

  @Test
  void aReleaseTakesAwayWhatWasShownAndNothingElse() {
    after(complete(EAST, 1, listed(0, 10)));
    String shown = waiting().orElseThrow().name();
    after(puts(EAST, 1, ++batch, service(EAST, "s49", 81)));

    Verdict stale = after(new ReleaseHold(shown));
    Verdict fresh = after(new ReleaseHold(waiting().orElseThrow().name()));

    assertThat(stale)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.cause()).isInstanceOf(NoSuchHoldException.class));
    assertThat(fresh).isEqualTo(new Accepted(39, 40, Optional.empty()));
    assertThat(registry.origin(EAST).services()).hasSize(11);
    assertThat(registry.holds()).isEmpty();
  }

  @Test
  void theOriginConfirmsWithALaterCompleteListAndNotBefore() {
    after(complete(EAST, 1, listed(0, 10)));

    now = now.plus(Duration.ofMinutes(9));
    Verdict early = after(complete(EAST, 1, listed(0, 10)));
    now = now.plus(Duration.ofMinutes(1));
    Verdict later = after(complete(EAST, 1, listed(0, 10)));

    assertThat(early).isEqualTo(new Accepted(0, 0, Optional.empty()));
    assertThat(later).isEqualTo(new Accepted(40, 40, Optional.empty()));
    assertThat(registry.holds()).isEmpty();
  }

  @Test
  void whatWasRejectedStaysWhateverTheOriginSaysUntilAPersonReleasesIt() {
    after(complete(EAST, 1, listed(0, 10)));
    after(new RejectHold(waiting().orElseThrow().name()));

    now = now.plus(Duration.ofDays(1));
    after(complete(EAST, 1, listed(0, 10)));

    Hold rejected = hold(EAST, State.REJECTED).orElseThrow();
    assertThat(registry.origin(EAST).services()).hasSize(50);
    assertThat(waiting()).isEmpty();
    after(new ReleaseHold(rejected.name()));
    assertThat(registry.origin(EAST).services()).hasSize(10);
    assertThat(registry.holds()).isEmpty();
  }

  @Test
  void aRefusedEventLeavesNoTraceInWhatIsCounted() {
    for (int i = 0; i < 20; i++) {
      after(new RegistryEvent.Batch(WEST, 0, i, List.of(Events.remove(serviceKey(EAST, "s1")))));
    }

    Verdict twenty = after(complete(EAST, 1, listed(20, 50)));

    assertThat(twenty).isEqualTo(new Accepted(20, 20, Optional.empty()));
  }

  private Verdict after(RegistryEvent event) {
    Proposal proposal = RegistryPlanner.plan(registry, brake, recent, List.of(event), now);
    registry = proposal.delta().applyTo(registry);
    recent = proposal.recent();
    return proposal.verdicts().get(0);
  }

  private Optional<Hold> waiting() {
    return hold(EAST, State.WAITING);
  }

  private Optional<Hold> hold(OriginId origin, State state) {
    return registry.hold(new HoldKey(origin, state));
  }

  private static Change remove(String service) {
    return Events.remove(serviceKey(EAST, service));
  }

  private static ResourceKey[] listed(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .flatMap(
            i ->
                List.<ResourceKey>of(
                    serviceKey(EAST, "s" + i), SampleRecords.sliceKey(EAST, "s" + i, "x"))
                    .stream())
        .toArray(ResourceKey[]::new);
  }
}
