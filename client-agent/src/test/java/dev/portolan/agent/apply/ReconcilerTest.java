package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.EAST;
import static dev.portolan.agent.apply.Samples.WEST;
import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.foreign;
import static dev.portolan.agent.apply.Samples.host;
import static dev.portolan.agent.apply.Samples.object;
import static dev.portolan.agent.apply.Samples.ref;
import static dev.portolan.agent.apply.Samples.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final StrayPolicy NOTHING_STAYS = (origins, epoch, ref) -> Optional.empty();

  private final FakeObjectSink sink = new FakeObjectSink();
  private final Reconciler reconciler = new Reconciler(sink, Clock.systemUTC());

  @Test
  void writesWhatIsMissingAndNothingTwice() {
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    reconciler.apply(List.of(desired("a", object("a", "1"))));

    assertThat(sink.drainLog()).containsExactly("write ConfigMap/shop/a");
    assertThat(reconciler.objects()).isEqualTo(1);
  }

  @Test
  void updatesBeforeItCreatesAndCreatesBeforeItDeletes() {
    sink.holding(standing("b", "old"));
    reconciler.observe();
    reconciler.apply(List.of(desired("x", object("b", "old"), object("gone", "1"))));
    sink.drainLog();

    reconciler.apply(List.of(desired("x", object("a", "1"), object("b", "new"))));

    assertThat(sink.drainLog())
        .containsExactly(
            "write ConfigMap/shop/b", "write ConfigMap/shop/a", "delete ConfigMap/shop/gone");
  }

  @Test
  void leavesWhatAnEarlierProcessWroteIfItIsAsDesired() {
    sink.holding(standing("a", "1"));
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    reconciler.repair(NOTHING_STAYS);

    assertThat(sink.drainLog()).isEmpty();
  }

  @Test
  void neverTouchesAnObjectWithoutOurLabel() {
    sink.holding(foreign("a"));
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    reconciler.apply(List.of(desired("a")));
    reconciler.repair(NOTHING_STAYS);

    assertThat(sink.drainLog()).isEmpty();
    assertThat(sink.refs()).containsExactly(ref("a"));
  }

  @Test
  void reportsTheCollisionWithAForeignObject() {
    sink.holding(foreign("a"));
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1")), desired("b", object("b", "1"))));

    assertThat(reconciler.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.NAME_COLLISION);
    assertThat(sink.drainLog()).containsExactly("write ConfigMap/shop/b");
  }

  @Test
  void removesObjectsOfOursThatNoHostWantsOnlyWhenRepairing() {
    sink.holding(standing("old", "1", WEST));
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    assertThat(sink.refs()).contains(ref("old"));

    reconciler.repair(NOTHING_STAYS);
    assertThat(sink.refs()).containsExactly(ref("a"));
  }

  @Test
  void keepsStraysThatThePolicyKeepsAndSaysWhy() {
    sink.holding(standing("old", "1", WEST));
    reconciler.observe();
    reconciler.repair((origins, epoch, ref) -> Optional.of(Reconciler.kept(ref, origins)));

    assertThat(sink.refs()).containsExactly(ref("old"));
    assertThat(reconciler.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("west"));
  }

  @Test
  void writesButDoesNotRemoveWhereNothingIsRemovable() {
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("entry", "one", EAST), object("rule", "plain"))));
    sink.drainLog();

    reconciler.apply(
        List.of(
            new DesiredHost(host("a"), List.of(object("entry", "two", EAST)), Set.of(), false)));
    assertThat(sink.drainLog())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("entry").startsWith("write"));
    assertThat(reconciler.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.OBJECT_KEPT);

    reconciler.apply(List.of(desired("a", object("entry", "two", EAST))));
    assertThat(sink.drainLog()).singleElement().asString().startsWith("delete");
    assertThat(reconciler.findings()).isEmpty();
  }

  @Test
  void keepsAllObjectsOfAHostWhileOneCarriesAnUncertainOrigin() {
    sink.holding(standing("entry", "with west", EAST, WEST)).holding(standing("rule", "tls"));
    reconciler.observe();
    DesiredHost withoutWest =
        new DesiredHost(
            host("a"),
            List.of(object("entry", "east only", EAST), object("rule", "plain")),
            Set.of(WEST),
            true);
    reconciler.apply(List.of(withoutWest));
    assertThat(sink.drainLog()).isEmpty();
    assertThat(reconciler.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.OBJECT_KEPT);

    reconciler.apply(List.of(new DesiredHost(host("a"), withoutWest.objects(), Set.of(), true)));
    assertThat(sink.drainLog())
        .containsExactly("write ConfigMap/shop/entry", "write ConfigMap/shop/rule");
    assertThat(reconciler.findings()).isEmpty();
  }

  @Test
  void oneRefusalStopsNoOtherAndIsTriedAgain() {
    sink.refuse(ref("a"));
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1")), desired("b", object("b", "1"))));

    assertThat(sink.refs()).containsExactly(ref("b"));
    assertThat(reconciler.hasFailures()).isTrue();
    assertThat(reconciler.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).isEqualTo("quota exceeded"));

    sink.heal();
    reconciler.retry();
    assertThat(sink.refs()).containsExactlyInAnyOrder(ref("a"), ref("b"));
    assertThat(reconciler.hasFailures()).isFalse();
    assertThat(reconciler.findings()).isEmpty();
  }

  @Test
  void aRefusedDeletionIsTriedAgain() {
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    sink.refuse(ref("a"));
    reconciler.apply(List.of(desired("a")));
    assertThat(reconciler.hasFailures()).isTrue();

    sink.heal();
    reconciler.retry();
    assertThat(sink.refs()).isEmpty();
    assertThat(reconciler.objects()).isZero();
  }

  @Test
  void repairsObjectsThatOthersEditedOrRemoved() {
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1")), desired("b", object("b", "1"))));
    sink.drainLog();
    sink.holding(standing("a", "edited"));
    sink.delete(ref("b"));
    sink.drainLog();

    reconciler.observe();
    reconciler.repair(NOTHING_STAYS);
    assertThat(sink.drainLog())
        .containsExactlyInAnyOrder("write ConfigMap/shop/a", "write ConfigMap/shop/b");
  }

  @Test
  void aSinkThatCannotBeReadChangesNothing() {
    reconciler.observe();
    reconciler.apply(List.of(desired("a", object("a", "1"))));
    sink.makeUnreadable();

    assertThatThrownBy(reconciler::observe).isInstanceOf(SinkException.class);
    assertThat(reconciler.objects()).isEqualTo(1);
  }
}
