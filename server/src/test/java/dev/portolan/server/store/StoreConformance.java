package dev.portolan.server.store;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.control.SampleRecords.sliceKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistryEvent.Batch;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RegistryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps to; run against each by a class that opens it. */
abstract class StoreConformance {
  private static final Instant REPORTED = Instant.parse("2026-11-23T08:00:00.123Z");
  private static final String LONGEST = "a".repeat(63);

  private RegistryStore store;
  private RegistrySnapshot held;

  /** A store on the same medium every time; not loaded. */
  abstract RegistryStore open();

  /** A store on a medium that no other has. */
  abstract RegistryStore openElsewhere();

  @BeforeEach
  void load() {
    store = open();
    held = store.load();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    store.close();
    load();
  }

  /** The next revision with these records put and these keys removed. */
  private RegistryDelta change(List<Resource> puts, ResourceKey... removals) {
    long next = held.revision().sequence() + 1;
    Map<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    for (Resource resource : puts) {
      upserts.put(resource.key(), new Recorded<>(resource, new Provenance(next, next, REPORTED)));
    }
    return new RegistryDelta(
        held.revision(),
        held.revision().next(),
        new TreeMap<>(upserts),
        new TreeSet<>(Set.of(removals)));
  }

  private RegistrySnapshot append(List<Resource> puts, ResourceKey... removals) {
    held = store.append(change(puts, removals)).applyTo(held);
    return held;
  }

  @Test
  void aNewStoreIsEmptyAtSequenceZeroOfAnEpochOfItsOwn() {
    assertThat(held.revision().sequence()).isZero();
    assertThat(held.revision().epoch()).matches("[0-9a-f]{16}");
    assertThat(RegistryDelta.between(RegistrySnapshot.EMPTY, held).isEmpty()).isTrue();
    try (RegistryStore other = openElsewhere()) {
      assertThat(other.load().revision().epoch()).isNotEqualTo(held.revision().epoch());
    }
  }

  @Test
  void anEmptyStoreKeepsItsEpochAcrossARestart() {
    RegistrySnapshot before = held;

    restart();

    assertThat(held).isEqualTo(before);
  }

  @Test
  void aRestartFindsEveryKindOfRecordAsItWas() {
    RegistrySnapshot before =
        append(
            List.of(
                mesh("all", EAST, WEST),
                cluster(EAST, "net"),
                new ReportProgress(new ReportKey(EAST), Long.MAX_VALUE, 7, true, true),
                Liveness.lost(EAST, REPORTED, Duration.ofDays(2)),
                Liveness.stale(WEST, REPORTED),
                hold(Hold.State.WAITING, serviceKey(EAST, "reviews")),
                hold(
                    Hold.State.REJECTED,
                    serviceKey(EAST, "ratings"),
                    sliceKey(EAST, "ratings", "a")),
                service(EAST, "reviews", 80),
                Capacity.of(serviceKey(EAST, "reviews"), List.of(slice(EAST, "reviews", "a", 3))),
                slice(EAST, "reviews", "a", 3)));

    restart();

    assertThat(held).isEqualTo(before);
  }

  private static Hold hold(Hold.State state, ResourceKey... keys) {
    return new Hold(
        new HoldKey(EAST, state),
        List.of(keys),
        Hold.Cause.BURST,
        REPORTED,
        new Hold.Amount(12, Integer.MAX_VALUE));
  }

  @Test
  void aRestartFindsRecordsAtTheEdgesOfWhatIsAllowed() {
    ServiceKey longName = new ServiceKey(EAST, LONGEST, LONGEST);
    RegistrySnapshot before =
        append(
            List.of(
                Cluster.unknown(WEST),
                new Cluster(
                    new ClusterKey(EAST),
                    "0b5a9e2c-1111-2222-3333-444455556666",
                    LONGEST,
                    "a.b",
                    Sorted.set(List.of("c.d", "e.f")),
                    Cluster.DEFAULT_DOMAIN,
                    List.of(new Gateway("fd00::1", 65535), new Gateway("10.0.0.1", 1)),
                    new Locality(LONGEST, "z", "s")),
                Service.of(
                    longName,
                    List.of(
                        new ServicePort(LONGEST, 65535, Protocol.UDP),
                        new ServicePort("a", 1, Protocol.AUTO)),
                    Map.of("example.com/" + LONGEST, "", "a", LONGEST),
                    Set.of("spiffe://a.b/ns/x/sa/y"),
                    Service.Kind.HEADLESS,
                    Optional.of(Instant.EPOCH)),
                new EndpointSlice(
                    new SliceKey(longName, LONGEST + "." + LONGEST),
                    Sorted.map(Map.of()),
                    List.of()),
                new EndpointSlice(
                    new SliceKey(longName, "a"),
                    Sorted.map(Map.of("a", 65535)),
                    List.of(
                        new Endpoint(
                            "fd00::1",
                            Endpoint.Health.TERMINATING,
                            Endpoint.MeshMode.AMBIENT,
                            new Locality("r", "", ""),
                            "",
                            Sorted.map(Map.of("version", ""))))),
                slice(EAST, "reviews", "full", EndpointSlice.MAX_ENDPOINTS)));

    restart();

    assertThat(held).isEqualTo(before);
  }

  @Test
  void changesReplaceAndRemoveWhatWasThere() {
    append(List.of(service(EAST, "reviews", 80), service(EAST, "ratings", 80)));
    append(List.of(slice(EAST, "reviews", "a", 1), slice(WEST, "reviews", "a", 1)));
    RegistrySnapshot before =
        append(
            List.of(service(EAST, "reviews", 81)),
            serviceKey(EAST, "ratings"),
            sliceKey(EAST, "reviews", "a"));

    restart();

    assertThat(held).isEqualTo(before);
    assertThat(held.revision().sequence()).isEqualTo(3);
    assertThat(held.service(serviceKey(EAST, "reviews"))).contains(service(EAST, "reviews", 81));
    assertThat(held.service(serviceKey(EAST, "ratings"))).isEmpty();
    assertThat(held.slices(serviceKey(EAST, "reviews"))).isEmpty();
    assertThat(held.slices(serviceKey(WEST, "reviews"))).hasSize(1);
  }

  @Test
  void appendHandsBackWhatWasProposed() {
    RegistryDelta proposed = change(List.of(service(EAST, "reviews", 80)));

    assertThat(store.append(proposed)).isEqualTo(proposed);
  }

  @Test
  void aRefusedAppendLeavesNothingBehind() {
    RegistryDelta first = change(List.of(service(EAST, "reviews", 80)));
    held = store.append(first).applyTo(held);

    assertThatThrownBy(() -> store.append(first)).isInstanceOf(IllegalStateException.class);
    RegistrySnapshot before = append(List.of(service(EAST, "ratings", 80)));

    restart();
    assertThat(held).isEqualTo(before);
  }

  @Test
  void historyGoesOnAfterARestart() {
    append(List.of(service(EAST, "reviews", 80)));
    restart();

    RegistrySnapshot before = append(List.of(service(EAST, "ratings", 80)));

    restart();
    assertThat(held).isEqualTo(before);
    assertThat(held.revision().sequence()).isEqualTo(2);
  }

  @Test
  void aHubThatRestartsHoldsAllThatItAcknowledged() {
    store.close();
    RegistrySnapshot acknowledged;
    try (RegistryLoop loop = loop()) {
      loop.start();
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int number = 1; number <= 50; number++) {
        Change change = new Change.Put(service(EAST, "service-" + number, 80));
        outcomes.add(loop.submit(new Batch(EAST, 1, number, List.of(change))));
      }
      outcomes.forEach(CompletableFuture::join);
      acknowledged = loop.snapshot();
    }

    load();

    assertThat(held).isEqualTo(acknowledged);
    assertThat(held.hosts()).hasSize(50);
  }

  private RegistryLoop loop() {
    return new RegistryLoop(
        RegistryLoop.Settings.DEFAULT,
        open(),
        Clock.systemUTC(),
        List.of(),
        (where, cause) -> fail(where, cause));
  }

  @Test
  void everyStartIsKnownWithTheFirstSequenceThatItMayWrite() {
    store.begin("000000000000000a");
    append(List.of(service(EAST, "reviews", 80)));
    append(List.of(service(EAST, "ratings", 80)));
    restart();

    Lineage lineage = store.begin("000000000000000b");

    assertThat(lineage)
        .isEqualTo(
            new Lineage(
                held.revision().epoch(),
                List.of(
                    new Lineage.Start("000000000000000a", 1),
                    new Lineage.Start("000000000000000b", 3))));
  }

  @Test
  void anotherEpochGoesOnWithTheSameRecordsAndTheRunningStart() {
    store.begin("000000000000000a");
    append(List.of(service(EAST, "reviews", 80)));
    Revision next = new Revision("00000000000000ee", 2);
    held =
        store
            .append(new RegistryDelta(held.revision(), next, new TreeMap<>(), new TreeSet<>()))
            .applyTo(held);
    RegistrySnapshot before = append(List.of(service(EAST, "ratings", 80)));

    restart();

    assertThat(held).isEqualTo(before);
    assertThat(held.revision()).isEqualTo(next.next());
    assertThat(store.begin("000000000000000b").starts())
        .containsExactly(
            new Lineage.Start("000000000000000a", 2), new Lineage.Start("000000000000000b", 4));
  }

  @Test
  void aStoreIsUsedWhileItIsLoadedOnly() {
    RegistryDelta proposed = change(List.of(service(EAST, "reviews", 80)));

    assertThatThrownBy(store::load).isInstanceOf(IllegalStateException.class);
    store.close();
    assertThatThrownBy(() -> store.append(proposed)).isInstanceOf(IllegalStateException.class);
  }
}
