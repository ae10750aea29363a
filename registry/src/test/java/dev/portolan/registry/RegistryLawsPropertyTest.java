package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** The laws of snapshots and deltas, over random histories. */
class RegistryLawsPropertyTest {
  @Property(tries = 300)
  void aSnapshotHoldsWhatItsHistoryLeft(@ForAll("histories") History history) {
    for (int i = 0; i < history.points().size(); i++) {
      RegistrySnapshot snapshot = history.points().get(i);
      SortedMap<ResourceKey, Recorded<?>> model = history.models().get(i);

      assertThat(History.contents(snapshot)).isEqualTo(model);
      model.forEach(
          (key, record) -> assertThat(snapshot.find(key).orElseThrow()).isEqualTo(record));
      assertThat(snapshot.origins().values()).noneMatch(OriginShard::isEmpty);
    }
  }

  @Property(tries = 300)
  void aDeltaLeadsFromAnyPointToAnyLaterOne(
      @ForAll("histories") History history,
      @ForAll @DoubleRange(max = 1) double x,
      @ForAll @DoubleRange(max = 1) double y) {
    RegistrySnapshot from = history.points().get(Math.min(history.at(x), history.at(y)));
    RegistrySnapshot to = history.points().get(Math.max(history.at(x), history.at(y)));

    assertRebuilds(from, to);
  }

  @Property(tries = 300)
  void aDeltaLeadsBetweenHistoriesThatHaveNothingInCommon(
      @ForAll("histories") History one, @ForAll("histories") History other) {
    assertRebuilds(one.last(), History.elsewhere(other.last()));
  }

  @Property(tries = 200)
  void firstSyncIsADeltaFromNothing(@ForAll("histories") History history) {
    RegistryDelta first = RegistryDelta.between(RegistrySnapshot.EMPTY, history.last());

    assertThat(first.removals()).isEmpty();
    assertThat(first.applyTo(RegistrySnapshot.EMPTY)).isEqualTo(history.last());
  }

  @Property(tries = 200)
  void nothingChangesBetweenEquals(@ForAll("histories") History history) {
    RegistrySnapshot rebuilt =
        RegistryDelta.between(RegistrySnapshot.EMPTY, history.last())
            .applyTo(RegistrySnapshot.EMPTY);

    assertThat(RegistryDelta.between(history.last(), history.last()).isEmpty()).isTrue();
    assertThat(RegistryDelta.between(history.last(), rebuilt).isEmpty()).isTrue();
    assertThat(rebuilt.hashCode()).isEqualTo(history.last().hashCode());
  }

  @Property(tries = 300)
  void aDeltaNamesWhatDiffersAndNothingElse(
      @ForAll("histories") History one, @ForAll("histories") History other) {
    RegistryDelta delta = RegistryDelta.between(one.last(), History.elsewhere(other.last()));
    SortedMap<ResourceKey, Recorded<?>> before = History.contents(one.last());
    SortedMap<ResourceKey, Recorded<?>> after = History.contents(other.last());

    delta
        .upserts()
        .forEach(
            (key, record) ->
                assertThat(record).isEqualTo(after.get(key)).isNotEqualTo(before.get(key)));
    delta.removals().forEach(key -> assertThat(before).containsKey(key));
    delta.removals().forEach(key -> assertThat(after).doesNotContainKey(key));
    assertThat(delta.size()).isEqualTo(delta.upserts().size() + delta.removals().size());
  }

  @Property(tries = 300)
  void anyReconnectPointsConverge(
      @ForAll("histories") History history, @ForAll Set<@DoubleRange(max = 1) Double> stops) {
    RegistrySnapshot held = RegistrySnapshot.EMPTY;
    for (int stop :
        stops.stream().map(history::at).collect(Collectors.toCollection(TreeSet::new))) {
      held = RegistryDelta.between(held, history.points().get(stop)).applyTo(held);
    }

    held = RegistryDelta.between(held, history.last()).applyTo(held);
    assertThat(held).isEqualTo(history.last());
    assertIndexes(held);
  }

  @Property(tries = 300)
  void anyBatchingOfTheSameChangesEndsAlike(@ForAll("changes") List<Change> changes) {
    List<List<Change>> single = changes.stream().map(List::of).toList();

    RegistrySnapshot atOnce = History.play(List.of(changes)).last();
    RegistrySnapshot oneByOne = History.play(single).last();

    assertThat(resources(oneByOne)).isEqualTo(resources(atOnce));
    assertThat(oneByOne.hosts()).isEqualTo(atOnce.hosts());
  }

  @Property(tries = 300)
  void derivedIndexesFollowEveryChange(@ForAll("histories") History history) {
    history.points().forEach(RegistryLawsPropertyTest::assertIndexes);
  }

  @Property(tries = 200)
  void itsRecordsInAnyOrderAreTheSnapshot(
      @ForAll("histories") History history, @ForAll Random random) {
    RegistrySnapshot snapshot = history.last();
    List<Recorded<?>> records = new ArrayList<>(History.contents(snapshot).values());
    Collections.shuffle(records, random);

    RegistrySnapshot made = RegistrySnapshot.of(snapshot.revision(), records);

    assertThat(made).isEqualTo(snapshot);
    assertIndexes(made);
    if (!records.isEmpty()) {
      records.add(records.get(0));
      assertThatThrownBy(() -> RegistrySnapshot.of(snapshot.revision(), records))
          .hasMessageContaining(records.get(0).key().toString());
    }
  }

  @Property(tries = 300)
  void shardsOfSilentOriginsAreShared(@ForAll("histories") History history) {
    for (int i = 1; i < history.points().size(); i++) {
      RegistrySnapshot before = history.points().get(i - 1);
      RegistrySnapshot after = history.points().get(i);
      RegistryDelta delta = RegistryDelta.between(before, after);
      Set<Optional<OriginId>> touched =
          delta.upserts().keySet().stream().map(ResourceKey::owner).collect(Collectors.toSet());
      delta.removals().forEach(key -> touched.add(key.owner()));

      before.origins().keySet().stream()
          .filter(origin -> !touched.contains(Optional.of(origin)))
          .forEach(origin -> assertThat(after.origin(origin)).isSameAs(before.origin(origin)));
    }
  }

  @Provide
  Arbitrary<History> histories() {
    return History.histories();
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Change.changes().list().ofMaxSize(40).withoutEdgeCases();
  }

  private static void assertRebuilds(RegistrySnapshot from, RegistrySnapshot to) {
    RegistrySnapshot rebuilt = RegistryDelta.between(from, to).applyTo(from);

    assertThat(rebuilt).isEqualTo(to);
    assertThat(History.contents(rebuilt)).isEqualTo(History.contents(to));
    assertIndexes(rebuilt);
  }

  /** Every index against what a walk over all records gives. */
  private static void assertIndexes(RegistrySnapshot snapshot) {
    for (OriginShard shard : snapshot.origins().values()) {
      assertThat(shard.endpoints())
          .isEqualTo(
              shard.slices().stream().mapToInt(slice -> slice.resource().endpoints().size()).sum());
    }
    List<ResourceKey> keys = List.copyOf(History.contents(snapshot).keySet());
    List<ServiceKey> services = only(ServiceKey.class, keys);

    assertThat(snapshot.hosts())
        .containsExactlyElementsOf(
            services.stream().map(ServiceKey::host).collect(Collectors.toCollection(TreeSet::new)));
    for (HostKey host : snapshot.hosts()) {
      assertThat(snapshot.originsOf(host))
          .containsExactlyElementsOf(
              services.stream()
                  .filter(key -> key.host().equals(host))
                  .map(ServiceKey::origin)
                  .toList());
    }
    for (Recorded<Cluster> cluster : clusters(snapshot)) {
      for (Gateway gateway : cluster.resource().gateways()) {
        assertThat(snapshot.clustersAt(gateway))
            .containsExactlyElementsOf(
                clusters(snapshot).stream()
                    .filter(each -> each.resource().gateways().contains(gateway))
                    .map(each -> each.resource().origin())
                    .toList());
      }
    }
    for (VirtualMeshKey mesh : List.of(new VirtualMeshKey("m"), new VirtualMeshKey("m-n"))) {
      for (HostKey host :
          List.of(new HostKey("n", "s"), new HostKey("n-m", "s0"), new HostKey("n", "t"))) {
        for (OriginId cluster : List.of(new OriginId("a"), new OriginId("b"))) {
          assertPolicies(snapshot, mesh, host, cluster);
          assertTraffic(snapshot, mesh, host, cluster);
          assertAccess(snapshot, mesh, host, cluster);
        }
      }
    }
    for (String name : List.of("a", "a-b", "b")) {
      OriginId origin = new OriginId(name);
      assertThat(snapshot.meshOf(origin))
          .isEqualTo(
              snapshot.virtualMeshes().stream()
                  .filter(mesh -> mesh.resource().members().contains(origin))
                  .min(
                      Comparator.comparing(
                          mesh ->
                              "%020d %s"
                                  .formatted(mesh.provenance().firstSequence(), mesh.key().path())))
                  .map(Recorded::resource));
      assertSlices(snapshot, origin, only(SliceKey.class, keys));
    }
  }

  private static void assertPolicies(
      RegistrySnapshot snapshot, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    assertThat(snapshot.failoverPolicies(mesh, host, cluster))
        .isEqualTo(narrowest(snapshot, mesh, host, cluster, FailoverPolicy::orders));
    assertThat(snapshot.partitionPolicies(mesh, host, cluster))
        .isEqualTo(
            narrowest(snapshot, mesh, host, cluster, policy -> policy.partition().isPresent()));
  }

  private static List<FailoverPolicy> narrowest(
      RegistrySnapshot snapshot,
      VirtualMeshKey mesh,
      HostKey host,
      OriginId cluster,
      Predicate<FailoverPolicy> such) {
    return byWidth(FailoverPolicy.class, such, snapshot, mesh, host, cluster).stream()
        .findFirst()
        .orElse(List.of());
  }

  private static void assertTraffic(
      RegistrySnapshot snapshot, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    assertThat(snapshot.trafficPolicies(mesh, host, cluster))
        .isEqualTo(byWidth(TrafficPolicy.class, all -> true, snapshot, mesh, host, cluster));
    assertThat(snapshot.hostsSending(host))
        .containsExactlyElementsOf(
            snapshot.policies().stream()
                .map(Recorded::resource)
                .flatMap(Policy::versions)
                .filter(TrafficPolicy.class::isInstance)
                .map(TrafficPolicy.class::cast)
                .filter(policy -> policy.otherHosts().anyMatch(host::equals))
                .flatMap(policy -> policy.hosts().stream())
                .flatMap(selector -> selector.host().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static void assertAccess(
      RegistrySnapshot snapshot, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    assertThat(snapshot.accessPolicies(mesh, host, cluster))
        .isEqualTo(
            byWidth(AccessPolicy.class, all -> true, snapshot, mesh, host, cluster).stream()
                .findFirst()
                .orElse(List.of()));
  }

  /** By going through all policies for each selector that selects the host. */
  private static <P extends Policy> List<List<P>> byWidth(
      Class<P> type,
      Predicate<P> such,
      RegistrySnapshot snapshot,
      VirtualMeshKey mesh,
      HostKey host,
      OriginId cluster) {
    List<List<P>> byWidth = new ArrayList<>();
    for (HostSelector selector : HostSelector.selecting(host)) {
      byWidth.add(
          snapshot.policies().stream()
              .sorted(
                  Comparator.comparing(
                      policy ->
                          "%020d %s"
                              .formatted(policy.provenance().firstSequence(), policy.key().path())))
              .flatMap(policy -> policy.resource().in(cluster).stream())
              .filter(type::isInstance)
              .map(type::cast)
              .filter(such)
              .filter(policy -> policy.mesh().equals(mesh))
              .filter(policy -> policy.hosts().contains(selector))
              .toList());
    }
    byWidth.removeIf(List::isEmpty);
    return byWidth;
  }

  private static List<Recorded<Cluster>> clusters(RegistrySnapshot snapshot) {
    return snapshot.origins().values().stream().flatMap(shard -> shard.cluster().stream()).toList();
  }

  private static void assertSlices(
      RegistrySnapshot snapshot, OriginId origin, List<SliceKey> slices) {
    for (String namespace : List.of("n", "n-m")) {
      for (String name : List.of("s", "s0", "none")) {
        ServiceKey service = new ServiceKey(origin, namespace, name);
        assertThat(snapshot.slices(service))
            .extracting(EndpointSlice::key)
            .containsExactlyElementsOf(
                slices.stream().filter(key -> key.service().equals(service)).toList());
      }
    }
  }

  private static <K> List<K> only(Class<K> type, List<ResourceKey> keys) {
    return keys.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<Resource> resources(RegistrySnapshot snapshot) {
    List<Resource> resources = new ArrayList<>();
    History.contents(snapshot).values().forEach(record -> resources.add(record.resource()));
    return resources;
  }
}
