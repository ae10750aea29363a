package dev.portolan.server.control;

import static dev.portolan.registry.ExportRules.OptIn.ANNOTATION;
import static dev.portolan.registry.ExportRules.OptIn.SERVICE_EXPORT;
import static dev.portolan.server.control.Events.batch;
import static dev.portolan.server.control.Events.complete;
import static dev.portolan.server.control.Events.put;
import static dev.portolan.server.control.Events.puts;
import static dev.portolan.server.control.Events.remove;
import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.control.SampleRecords.sliceKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.Proposal.Verdict;
import dev.portolan.server.control.RegistryEvent.Judge;
import dev.portolan.server.control.RegistryEvent.ReplaceRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RegistryPlannerTest {
  private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Accepted NOTHING_REMOVED = new Accepted(0, 0, Optional.empty());

  private RegistrySnapshot registry = RegistrySnapshot.empty(FakeStore.START);
  private RecentRemovals recent = RecentRemovals.NONE;
  private RemovalGuard guard = RemovalGuard.NONE;

  /** Plans the events as one group, makes the result the registry, and returns the verdicts. */
  private List<Verdict> after(Instant now, RegistryEvent... events) {
    Proposal proposal = RegistryPlanner.plan(registry, guard, recent, List.of(events), now);
    registry = proposal.delta().applyTo(registry);
    recent = proposal.recent();
    return proposal.verdicts();
  }

  private List<Verdict> after(RegistryEvent... events) {
    return after(MORNING, events);
  }

  private Provenance provenance(ResourceKey key) {
    return registry.find(key).orElseThrow().provenance();
  }

  @Test
  void aJudgementIsOfTheHubAndTakesNothingFromTheOriginsRecords() {
    after(puts(EAST, 7, 1, service(EAST, "reviews", 80)));
    RegistrySnapshot before = registry;

    after(new Judge(EAST, Optional.of(Liveness.lost(EAST, MORNING, Duration.ofMinutes(1)))));
    RegistrySnapshot lost = registry;
    after(new Judge(EAST, Optional.empty()));

    assertThat(lost.liveness(EAST)).map(Liveness::lostFor).contains(Duration.ofMinutes(1));
    assertThat(lost.service(serviceKey(EAST, "reviews"))).isPresent();
    assertThat(registry.at(before.revision())).isEqualTo(before);
  }

  @Test
  void whatAnOriginCannotTellOfItsServicesCountsAsItWasTold() {
    Service reviews = service(EAST, "reviews", 80);
    after(puts(EAST, 7, 1, reviews.with(asks(Set.of(SERVICE_EXPORT), Set.of(ANNOTATION)))));

    after(puts(EAST, 8, 1, service(EAST, "reviews", 90)));
    assertThat(requests("reviews")).isEqualTo(asks(Set.of(SERVICE_EXPORT), Set.of()));

    after(puts(EAST, 8, 2, reviews.with(asks(Set.of(ANNOTATION), Set.of()))));
    assertThat(requests("reviews")).isEqualTo(asks(Set.of(ANNOTATION, SERVICE_EXPORT), Set.of()));

    after(puts(EAST, 8, 3, reviews.with(asks(Set.of(ANNOTATION), Set.of(SERVICE_EXPORT)))));
    assertThat(requests("reviews")).isEqualTo(asks(Set.of(ANNOTATION), Set.of()));
  }

  @Test
  void whatAnOriginKnowsAndTheHubKnewIsNoChange() {
    Service asking = service(EAST, "reviews", 80).with(asks(Set.of(ANNOTATION), Set.of()));
    after(puts(EAST, 7, 1, asking));
    Provenance before = provenance(asking.key());

    after(NOON, puts(EAST, 7, 2, asking.with(asks(Set.of(ANNOTATION), Set.of(SERVICE_EXPORT)))));

    assertThat(provenance(asking.key())).isEqualTo(before);
  }

  private ExportRequests requests(String service) {
    return registry.service(serviceKey(EAST, service)).orElseThrow().requests();
  }

  private static ExportRequests asks(Set<OptIn> made, Set<OptIn> notMade) {
    return ExportRequests.of(made, notMade);
  }

  @Test
  void aJudgementOnAnUnknownOriginHasNoEffect() {
    after(new Judge(WEST, Optional.of(Liveness.stale(WEST, MORNING))));

    assertThat(registry).isEqualTo(RegistrySnapshot.empty(FakeStore.START));
  }

  @Test
  void anOriginCannotSayItself() {
    List<Verdict> verdicts = after(puts(EAST, 7, 1, Liveness.stale(EAST, MORNING)));

    assertThat(verdicts).singleElement().isInstanceOf(Refused.class);
  }

  @Test
  void aBatchGoesInTogetherWithItsProgress() {
    after(puts(EAST, 7, 1, service(EAST, "reviews", 80), cluster(EAST, "net")));

    assertThat(registry.revision()).isEqualTo(FakeStore.START.next());
    assertThat(registry.service(serviceKey(EAST, "reviews"))).isPresent();
    assertThat(registry.cluster(EAST)).isPresent();
    assertThat(registry.progress(EAST))
        .isEqualTo(new ReportProgress(new ReportKey(EAST), 7, 1, false, false));
  }

  @Test
  void aGroupOfEventsIsOneRevision() {
    after(
        puts(EAST, 1, 1, service(EAST, "reviews", 80)),
        puts(EAST, 1, 2, service(EAST, "ratings", 80)),
        puts(WEST, 1, 1, service(WEST, "reviews", 80)));

    assertThat(registry.revision().sequence()).isEqualTo(1);
    assertThat(registry.hosts()).hasSize(2);
  }

  @Test
  void aRepeatedBatchIsAcceptedAndChangesNothing() {
    after(puts(EAST, 7, 2, service(EAST, "reviews", 80)));
    RegistrySnapshot before = registry;

    List<Verdict> verdicts =
        after(
            puts(EAST, 7, 2, service(EAST, "reviews", 9999)),
            batch(EAST, 7, 1, remove(serviceKey(EAST, "reviews"))));

    assertThat(verdicts).containsExactly(NOTHING_REMOVED, NOTHING_REMOVED);
    assertThat(registry).isEqualTo(before);
  }

  @Test
  void unchangedContentKeepsItsProvenance() {
    after(MORNING, puts(EAST, 1, 1, service(EAST, "reviews", 80)));

    Proposal proposal =
        RegistryPlanner.plan(
            registry, guard, recent, List.of(puts(EAST, 1, 2, service(EAST, "reviews", 80))), NOON);

    assertThat(proposal.delta().upserts()).containsOnlyKeys(new ReportKey(EAST));
  }

  @Test
  void changedContentKeepsTheFirstSequenceAndTellsTheLast() {
    after(MORNING, puts(EAST, 1, 1, service(EAST, "reviews", 80)));
    after(NOON, puts(EAST, 1, 2, service(EAST, "reviews", 81)));

    assertThat(provenance(serviceKey(EAST, "reviews"))).isEqualTo(new Provenance(1, 2, NOON));
  }

  @Test
  void contentThatWentAndCameBackWithinAGroupIsNoChange() {
    after(MORNING, puts(EAST, 1, 1, service(EAST, "reviews", 80)));

    after(
        NOON,
        batch(EAST, 1, 2, remove(serviceKey(EAST, "reviews"))),
        puts(EAST, 1, 3, service(EAST, "reviews", 80)));

    assertThat(provenance(serviceKey(EAST, "reviews"))).isEqualTo(new Provenance(1, 1, MORNING));
  }

  @Test
  void removingAServiceRemovesItsSlicesAndNoOthers() {
    after(
        puts(
            EAST,
            1,
            1,
            service(EAST, "reviews", 80),
            slice(EAST, "reviews", "a", 2),
            slice(EAST, "reviews", "b", 1),
            slice(EAST, "reviews-v2", "a", 1)));

    List<Verdict> verdicts = after(batch(EAST, 1, 2, remove(serviceKey(EAST, "reviews"))));

    assertThat(verdicts).containsExactly(new Accepted(1, 2, Optional.empty()));
    assertThat(registry.origin(EAST).slices())
        .extracting(slice -> slice.key().path())
        .containsExactly("east-1/bookinfo/reviews-v2/a");
  }

  @Test
  void removingTheUnknownHasNoEffect() {
    List<Verdict> verdicts =
        after(
            batch(
                EAST,
                1,
                1,
                remove(serviceKey(EAST, "reviews")),
                remove(sliceKey(EAST, "reviews", "a"))));

    assertThat(verdicts).containsExactly(NOTHING_REMOVED);
  }

  @Test
  void changesOfABatchSeeEachOther() {
    after(
        batch(
            EAST,
            1,
            1,
            put(slice(EAST, "reviews", "a", 1)),
            put(service(EAST, "reviews", 80)),
            remove(serviceKey(EAST, "reviews")),
            put(service(EAST, "reviews", 81))));

    assertThat(registry.origin(EAST).slices()).isEmpty();
    assertThat(registry.service(serviceKey(EAST, "reviews")))
        .contains(service(EAST, "reviews", 81));
  }

  @Test
  void completeRemovesWhatThatOriginDidNotList() {
    after(
        puts(
            EAST, 1, 1, cluster(EAST, "net"), service(EAST, "kept", 80), service(EAST, "gone", 80)),
        puts(EAST, 1, 2, slice(EAST, "kept", "a", 1), slice(EAST, "kept", "b", 1)),
        puts(EAST, 1, 3, slice(EAST, "gone", "a", 1)),
        puts(WEST, 1, 1, service(WEST, "gone", 80), slice(WEST, "gone", "a", 1)));

    List<Verdict> verdicts =
        after(complete(EAST, 1, serviceKey(EAST, "kept"), sliceKey(EAST, "kept", "a")));

    assertThat(verdicts).containsExactly(new Accepted(1, 2, Optional.empty()));
    assertThat(registry.origin(EAST).services()).hasSize(1);
    assertThat(registry.origin(EAST).slices()).hasSize(1);
    assertThat(registry.cluster(EAST)).isPresent();
    assertThat(registry.origin(WEST).services()).hasSize(1);
    assertThat(registry.origin(WEST).slices()).hasSize(1);
    assertThat(registry.progress(EAST))
        .isEqualTo(new ReportProgress(new ReportKey(EAST), 1, 3, true, true));
  }

  @Test
  void completeTakesTheSlicesAlongWithAnUnlistedService() {
    after(puts(EAST, 1, 1, service(EAST, "gone", 80), slice(EAST, "gone", "a", 1)));

    List<Verdict> verdicts = after(complete(EAST, 1, sliceKey(EAST, "gone", "a")));

    assertThat(verdicts).containsExactly(new Accepted(1, 1, Optional.empty()));
    assertThat(registry.origin(EAST).slices()).isEmpty();
  }

  @Test
  void completeKeepsAListedSliceWhoseServiceIsStillToCome() {
    after(puts(EAST, 1, 1, slice(EAST, "late", "a", 1)));

    after(complete(EAST, 1, sliceKey(EAST, "late", "a")));

    assertThat(registry.origin(EAST).slices()).hasSize(1);
  }

  @Test
  void aLowerIncarnationIsRefusedAlone() {
    after(puts(EAST, 7, 1, service(EAST, "reviews", 80)));

    List<Verdict> verdicts =
        after(
            puts(EAST, 6, 9, service(EAST, "reviews", 81)),
            complete(EAST, 6),
            puts(EAST, 7, 2, service(EAST, "ratings", 80)));

    assertThat(verdicts.get(0)).isInstanceOfSatisfying(Refused.class, this::superseded);
    assertThat(verdicts.get(1)).isInstanceOfSatisfying(Refused.class, this::superseded);
    assertThat(verdicts.get(2)).isEqualTo(NOTHING_REMOVED);
    assertThat(registry.service(serviceKey(EAST, "reviews")))
        .contains(service(EAST, "reviews", 80));
    assertThat(registry.service(serviceKey(EAST, "ratings"))).isPresent();
  }

  private void superseded(Refused refused) {
    assertThat(refused.cause())
        .isInstanceOf(SupersededException.class)
        .hasMessage("incarnation 6 of east-1 is superseded by incarnation 7");
  }

  @Test
  void aListThatComesLateWithdrawsNothingThatWasReportedSince() {
    after(
        puts(EAST, 1, 1, service(EAST, "reviews", 80)),
        complete(EAST, 1, serviceKey(EAST, "reviews")),
        puts(EAST, 1, 2, service(EAST, "ratings", 80)));

    List<Verdict> verdicts =
        after(new RegistryEvent.Complete(EAST, 1, 1, Set.of(serviceKey(EAST, "reviews"))));

    assertThat(verdicts.get(0))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.cause())
                    .isInstanceOf(StaleListException.class)
                    .hasMessage(
                        "the list of east-1 ends with batch 1, and batch 2 was reported since:"
                            + " nothing is withdrawn"));
    assertThat(registry.service(serviceKey(EAST, "ratings"))).isPresent();
  }

  @Test
  void aHigherIncarnationTakesOverAndRemovesNothing() {
    after(
        puts(EAST, 1, 5, service(EAST, "reviews", 80)),
        complete(EAST, 1, serviceKey(EAST, "reviews")));

    after(puts(EAST, 2, 1, service(EAST, "ratings", 80)));

    assertThat(registry.origin(EAST).services()).hasSize(2);
    assertThat(registry.progress(EAST))
        .isEqualTo(new ReportProgress(new ReportKey(EAST), 2, 1, false, true));
  }

  @Test
  void anOriginTouchesItsOwnRecordsOnly() {
    after(puts(WEST, 1, 1, service(WEST, "reviews", 80)));
    RegistrySnapshot before = registry;

    List<Verdict> verdicts =
        after(
            puts(EAST, 1, 1, service(EAST, "reviews", 80), service(WEST, "reviews", 81)),
            batch(EAST, 1, 1, remove(serviceKey(WEST, "reviews"))),
            complete(EAST, 1, serviceKey(WEST, "reviews")),
            puts(EAST, 1, 1, mesh("all", EAST)),
            puts(EAST, 1, 1, ReportProgress.none(EAST)),
            puts(EAST, 1, 1, Capacity.of(serviceKey(EAST, "reviews"), List.of())));

    assertThat(verdicts)
        .hasSize(6)
        .allSatisfy(
            verdict ->
                assertThat(verdict)
                    .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                            assertThat(refused.cause())
                                .isInstanceOf(IllegalArgumentException.class)));
    assertThat(registry).isEqualTo(before);
  }

  @Test
  void virtualMeshesAreReplacedAsAWhole() {
    after(new ReplaceRules(List.of(mesh("kept", EAST), mesh("gone", WEST))));

    after(new ReplaceRules(List.of(mesh("kept", EAST), mesh("new", WEST))));

    assertThat(registry.virtualMeshes())
        .extracting(mesh -> mesh.key().path(), mesh -> mesh.provenance().lastSequence())
        .containsExactly(tuple("kept", 1L), tuple("new", 2L));
  }

  @Test
  void aClusterMayWithdrawItsFacts() {
    after(puts(EAST, 1, 1, cluster(EAST, "net")));

    after(batch(EAST, 1, 2, remove(new ClusterKey(EAST))));

    assertThat(registry.cluster(EAST)).isEmpty();
  }
}
