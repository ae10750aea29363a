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
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever changes and whatever breaks, the hub ends up with the last complete state. */
class UplinkPropertyTest {

  /** Something that happens to an uplink; told by its name in a failing history. */
  record Event(String name, Consumer<UplinkRig> happens) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * What happens, and the state that is offered before or after it. One value and not two
   * parameters: jqwik shrinks one list by elements of another parameter's, of whatever type they
   * are.
   */
  record History(List<Event> events, LocalState state) {
    void happen(UplinkRig rig) {
      events.forEach(event -> event.happens.accept(rig));
    }
  }

  @Property(tries = 300)
  void theHubEndsUpWithTheLastCompleteState(@ForAll("histories") History history) {
    UplinkRig rig = UplinkRig.connected();
    try {
      rig.reports.limits().setMaxBatchItems(2);
      history.happen(rig);
      rig.uplink.offer(history.state());
      rig.reports.answerAll();
      rig.time.pass(Duration.ofMinutes(2));

      Map<String, BatchItem> expected = new TreeMap<>();
      history
          .state()
          .records()
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
  void nothingIsWithdrawnWithoutACompleteState(@ForAll("incompleteHistories") History history) {
    UplinkRig rig = UplinkRig.connected();
    try {
      rig.uplink.offer(history.state());
      List<String> held = List.copyOf(rig.reports.records().keySet());
      history.happen(rig);
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
  Arbitrary<History> histories() {
    Arbitrary<Event> offers =
        Arbitraries.oneOf(completeStates(), incompleteStates()).map(UplinkPropertyTest::offer);
    Arbitrary<Event> forgets =
        Arbitraries.just(new Event("the hub forgets", UplinkPropertyTest::forget));
    return history(
        Arbitraries.frequencyOf(Tuple.of(5, offers), Tuple.of(6, faults()), Tuple.of(1, forgets)),
        25);
  }

  @Provide
  Arbitrary<History> incompleteHistories() {
    return history(
        Arbitraries.oneOf(incompleteStates().map(UplinkPropertyTest::offer), faults()), 20);
  }

  private static Arbitrary<History> history(Arbitrary<Event> events, int longest) {
    return Combinators.combine(events.list().ofMaxSize(longest), completeStates()).as(History::new);
  }

  private static Event offer(LocalState state) {
    return new Event("offer " + state, rig -> rig.uplink.offer(state));
  }

  private static Arbitrary<Event> faults() {
    return Arbitraries.of(
        new Event("hold answers", rig -> rig.reports.holdAnswers()),
        new Event("answer one", rig -> rig.reports.answerOne()),
        new Event("answer all", rig -> rig.reports.answerAll()),
        new Event("break", rig -> rig.reports.breakStream(Status.UNAVAILABLE)),
        new Event("break before the answer", rig -> rig.reports.breakBeforeAnswering()),
        new Event("200 ms pass", rig -> rig.time.pass(Duration.ofMillis(200))),
        new Event("9 s pass", rig -> rig.time.pass(Duration.ofSeconds(9))));
  }

  private static void forget(UplinkRig rig) {
    rig.reports.forget();
    rig.reports.breakStream(Status.UNAVAILABLE);
  }

  private static Arbitrary<LocalState> completeStates() {
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
