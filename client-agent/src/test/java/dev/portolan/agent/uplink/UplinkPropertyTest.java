package dev.portolan.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.FakeReports;
import dev.portolan.registry.Resource;
import dev.portolan.v1.BatchItem;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever changes and whatever breaks, the hub ends up with the last complete state. */
class UplinkPropertyTest {

  /** Something that happens to an uplink. */
  interface Event {
    void happen(UplinkRig rig);
  }

  @Property(tries = 300)
  void theHubEndsUpWithTheLastCompleteState(
      @ForAll("histories") List<Event> history, @ForAll("completeStates") LocalState last) {
    UplinkRig rig = UplinkRig.connected();
    try {
      rig.reports.limits().setMaxBatchItems(2);
      history.forEach(event -> event.happen(rig));
      rig.uplink.offer(last);
      rig.reports.answerAll();
      rig.time.pass(Duration.ofMinutes(2));

      Map<String, BatchItem> expected = new TreeMap<>();
      last.records()
          .origins()
          .values()
          .forEach(
              shard -> {
                shard.services().forEach(service -> put(expected, Change.put(service)));
                shard.slices().forEach(slice -> put(expected, Change.put(slice)));
              });
      assertThat(rig.reports.records()).isEqualTo(expected);
      assertThat(rig.reports.complete()).isTrue();
    } finally {
      rig.close();
    }
  }

  /** Without a complete state since, no history takes away what the hub has. */
  @Property(tries = 100)
  void nothingIsWithdrawnWithoutACompleteState(
      @ForAll("completeStates") LocalState first,
      @ForAll("incompleteHistories") List<Event> history) {
    UplinkRig rig = UplinkRig.connected();
    try {
      rig.uplink.offer(first);
      List<String> held = List.copyOf(rig.reports.records().keySet());
      history.forEach(event -> event.happen(rig));
      rig.reports.answerAll();

      assertThat(rig.reports.records().keySet()).containsAll(held);
    } finally {
      rig.close();
    }
  }

  private static void put(Map<String, BatchItem> records, Change change) {
    BatchItem item = ReportCodec.item(change);
    records.put(FakeReports.nameOf(item), item);
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Event> offers =
        Arbitraries.oneOf(completeStates(), incompleteStates())
            .map(state -> rig -> rig.uplink.offer(state));
    Arbitrary<Event> forgets = Arbitraries.of((Event) UplinkPropertyTest::forget);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, offers),
            net.jqwik.api.Tuple.of(6, faults()),
            net.jqwik.api.Tuple.of(1, forgets))
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Event>> incompleteHistories() {
    Arbitrary<Event> offers = incompleteStates().map(state -> rig -> rig.uplink.offer(state));
    return Arbitraries.oneOf(offers, faults()).list().ofMaxSize(20);
  }

  private static Arbitrary<Event> faults() {
    return Arbitraries.of(
        rig -> rig.reports.holdAnswers(),
        rig -> rig.reports.answerOne(),
        rig -> rig.reports.answerAll(),
        rig -> rig.reports.breakStream(Status.UNAVAILABLE),
        rig -> rig.reports.breakBeforeAnswering(),
        rig -> rig.time.pass(Duration.ofMillis(200)),
        rig -> rig.time.pass(Duration.ofSeconds(9)));
  }

  private static void forget(UplinkRig rig) {
    rig.reports.forget();
    rig.reports.breakStream(Status.UNAVAILABLE);
  }

  @Provide
  Arbitrary<LocalState> completeStates() {
    return records().map(records -> LocalStates.complete(records.toArray(Resource[]::new)));
  }

  private static Arbitrary<LocalState> incompleteStates() {
    return records().map(records -> LocalStates.incomplete(records.toArray(Resource[]::new)));
  }

  private static Arbitrary<List<Resource>> records() {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c");
    Arbitrary<Resource> services =
        Combinators.combine(names, Arbitraries.of("1", "2"))
            .as((name, version) -> LocalStates.service(name, Map.of("v", version)));
    Arbitrary<Resource> slices =
        Combinators.combine(names, Arbitraries.of("x", "y"), Arbitraries.of("10.0.0.1", "10.0.0.2"))
            .as(LocalStates::slice);
    return Arbitraries.oneOf(services, slices).list().ofMaxSize(8).map(ArrayList::new);
  }
}
