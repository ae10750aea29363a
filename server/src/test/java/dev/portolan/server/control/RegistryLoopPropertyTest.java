package dev.portolan.server.control;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryEvent.ReplaceRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the history and however its events fall into groups, the registry is the same. */
final class RegistryLoopPropertyTest {

  @Property(tries = 200)
  void contentDoesNotDependOnHowEventsAreGrouped(
      @ForAll("histories") List<RegistryEvent> history, @ForAll("groupings") List<Integer> sizes) {
    Run alone = run(history, List.of(1));
    Run grouped = run(history, sizes);

    assertThat(contents(grouped.registry())).isEqualTo(contents(alone.registry()));
    assertThat(grouped.verdicts()).isEqualTo(alone.verdicts());
  }

  @Property(tries = 200)
  void aPlannedDeltaIsTheSmallestOne(
      @ForAll("histories") List<RegistryEvent> history, @ForAll("groupings") List<Integer> sizes) {
    RegistrySnapshot registry = RegistrySnapshot.empty(FakeStore.START);
    for (List<RegistryEvent> group : grouped(history, sizes)) {
      RegistryDelta delta =
          RegistryPlanner.plan(
                  registry, RemovalGuard.NONE, RecentRemovals.NONE, group, Instant.EPOCH)
              .delta();
      RegistrySnapshot next = delta.applyTo(registry);
      assertThat(delta).isEqualTo(RegistryDelta.between(registry, next));
      assertThat(delta.isEmpty()).isEqualTo(next.revision().equals(registry.revision()));
      registry = next;
    }
  }

  @Property(tries = 50)
  void publishedDeltasComposeToTheSnapshot(@ForAll("histories") List<RegistryEvent> history) {
    FakeStore store = new FakeStore();
    RecordingPublisher publisher = new RecordingPublisher();
    RegistryLoop.Settings settings = new RegistryLoop.Settings(1000, 10, Duration.ofHours(1));
    try (RegistryLoop loop =
        new RegistryLoop(
            settings, store, Clock.systemUTC(), List.of(publisher), new CollectedFaults())) {
      loop.start();
      List<CompletableFuture<Outcome>> futures = history.stream().map(loop::submit).toList();
      futures.forEach(future -> future.handle((outcome, failure) -> outcome).join());

      assertThat(publisher.composed()).isEqualTo(loop.snapshot());
      assertThat(store.held()).isEqualTo(loop.snapshot());
      assertThat(contents(loop.snapshot()))
          .isEqualTo(contents(run(history, List.of(1)).registry()));
    }
  }

  private static Run run(List<RegistryEvent> history, List<Integer> sizes) {
    RegistrySnapshot registry = RegistrySnapshot.empty(FakeStore.START);
    List<String> verdicts = new ArrayList<>();
    for (List<RegistryEvent> group : grouped(history, sizes)) {
      Proposal proposal =
          RegistryPlanner.plan(
              registry, RemovalGuard.NONE, RecentRemovals.NONE, group, Instant.EPOCH);
      registry = proposal.delta().applyTo(registry);
      proposal.verdicts().forEach(verdict -> verdicts.add(describe(verdict)));
    }
    return new Run(registry, verdicts);
  }

  private static String describe(Proposal.Verdict verdict) {
    return verdict instanceof Refused refused
        ? refused.cause().toString()
        : ((Accepted) verdict).toString();
  }

  /** Cuts the history into groups, with the sizes over and over. */
  private static List<List<RegistryEvent>> grouped(
      List<RegistryEvent> history, List<Integer> sizes) {
    List<List<RegistryEvent>> groups = new ArrayList<>();
    int start = 0;
    while (start < history.size()) {
      int size = sizes.get(groups.size() % sizes.size());
      int end = Math.min(history.size(), start + size);
      groups.add(history.subList(start, end));
      start = end;
    }
    return groups;
  }

  private static SortedMap<ResourceKey, Resource> contents(RegistrySnapshot registry) {
    SortedMap<ResourceKey, Resource> contents = new TreeMap<>();
    for (Recorded<?> each :
        RegistryDelta.between(RegistrySnapshot.EMPTY, registry).upserts().values()) {
      contents.put(each.key(), each.resource());
    }
    return contents;
  }

  @Provide
  Arbitrary<List<Integer>> groupings() {
    return Arbitraries.integers().between(1, 8).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<RegistryEvent>> histories() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, batches()), Tuple.of(2, completes()), Tuple.of(1, replacements()))
        .list()
        .ofMaxSize(40);
  }

  private static Arbitrary<RegistryEvent> batches() {
    return Combinators.combine(
            origins(), incarnations(), Arbitraries.longs().between(1, 12), changes())
        .as(RegistryEvent.Batch::new);
  }

  private static Arbitrary<RegistryEvent> completes() {
    return origins()
        .flatMap(
            origin ->
                Combinators.combine(incarnations(), keys(origin).set().ofMaxSize(6))
                    .as(
                        (incarnation, keys) ->
                            new RegistryEvent.Complete(origin, incarnation, keys)));
  }

  private static Arbitrary<RegistryEvent> replacements() {
    return Arbitraries.of("all", "some")
        .map(name -> SampleRecords.mesh(name, EAST, WEST))
        .list()
        .uniqueElements()
        .ofMaxSize(2)
        .map(meshes -> new ReplaceRules(List.copyOf(meshes)));
  }

  private static Arbitrary<OriginId> origins() {
    return Arbitraries.of(EAST, WEST);
  }

  /** Mostly the same process, sometimes a new one. */
  private static Arbitrary<Long> incarnations() {
    return Arbitraries.of(1L, 1L, 1L, 2L);
  }

  /** Of either origin whoever reports, so that some batches are refused. */
  private static Arbitrary<List<Change>> changes() {
    Arbitrary<OriginId> mostlyEast = Arbitraries.of(EAST, EAST, EAST, EAST, WEST);
    return mostlyEast.flatMap(RegistryLoopPropertyTest::change).list().ofMaxSize(6);
  }

  private static Arbitrary<Change> change(OriginId origin) {
    Arbitrary<Integer> variants = Arbitraries.integers().between(1, 3);
    return Arbitraries.oneOf(
        Combinators.combine(names(), variants)
            .as((name, port) -> Events.put(SampleRecords.service(origin, name, port))),
        Combinators.combine(names(), sliceNames(), variants)
            .as((owner, slice, n) -> Events.put(SampleRecords.slice(origin, owner, slice, n))),
        variants.map(n -> Events.put(SampleRecords.cluster(origin, "net-" + n))),
        keys(origin).map(Events::remove));
  }

  private static Arbitrary<ResourceKey> keys(OriginId origin) {
    return Arbitraries.oneOf(
        names().map(name -> SampleRecords.serviceKey(origin, name)),
        Combinators.combine(names(), sliceNames())
            .as((owner, slice) -> SampleRecords.sliceKey(origin, owner, slice)));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "a-b");
  }

  private static Arbitrary<String> sliceNames() {
    return Arbitraries.of("x", "x.y");
  }

  private record Run(RegistrySnapshot registry, List<String> verdicts) {}
}
