package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.EAST;
import static dev.portolan.agent.apply.Samples.WEST;
import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.foreign;
import static dev.portolan.agent.apply.Samples.host;
import static dev.portolan.agent.apply.Samples.object;
import static dev.portolan.agent.apply.Samples.ref;
import static dev.portolan.agent.apply.Samples.standing;
import static dev.portolan.agent.apply.Samples.unmanaged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ApplyLoopTest {
  private final ApplyRig rig = new ApplyRig();

  @Test
  void writesWhatIsMissingAndNothingTwice() {
    rig.start(desired("a", object("a", "1")));
    CompletableFuture<Void> done = rig.awaiting(desired("a", object("a", "1")));

    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/a");
    assertThat(done).isCompleted();
    assertThat(rig.status().objects()).isEqualTo(1);
  }

  @Test
  void writesNothingBeforeItKnowsWhatStands() {
    rig.sink.makeUnreadable();
    rig.start();
    CompletableFuture<Void> done = rig.awaiting(desired("a", object("a", "1")));
    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(done).isNotDone();
    assertThat(rig.codes()).containsExactly(FindingCode.WRITE_FAILED);

    rig.sink.heal();
    rig.time.pass(Duration.ofSeconds(2));
    assertThat(rig.sink.refs()).containsExactly(ref("a"));
    assertThat(done).isCompleted();
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void removesNothingBeforeItKnowsWhatIsWanted() {
    rig.sink.holding(standing("old", "1"));
    rig.loop.start();
    rig.settle();

    assertThat(rig.sink.refs()).containsExactly(ref("old"));
  }

  @Test
  void updatesBeforeItCreatesAndRemovesWhatIsReplacedOnceTheRestStands() {
    rig.start(desired("x", object("b", "old"), object("gone", "1")));
    rig.sink.drainLog();

    rig.want(desired("x", object("a", "1"), object("b", "new")));

    assertThat(rig.sink.drainLog())
        .containsExactly(
            "update ConfigMap/shop/b", "create ConfigMap/shop/a", "delete ConfigMap/shop/gone");
  }

  @Test
  void keepsTheOldObjectOfAHostWhileTheNewOneIsRefused() {
    rig.start(desired("x", object("old", "1")));
    rig.sink.refuse(ref("new"), Refusal.DENIED);

    rig.want(desired("x", object("new", "1")));

    assertThat(rig.sink.refs()).containsExactly(ref("old"));
  }

  @Test
  void leavesWhatAnEarlierProcessWroteIfItIsAsDesired() {
    rig.sink.holding(standing("a", "1"));
    rig.start(desired("a", object("a", "1")));

    assertThat(rig.sink.drainLog()).isEmpty();
  }

  @Test
  void neverTouchesAnObjectWithoutOurLabel() {
    rig.sink.holding(foreign("a"));
    rig.start(desired("a", object("a", "1")), desired("b", object("b", "1")));
    assertThat(rig.codes()).contains(FindingCode.NAME_COLLISION);

    rig.want(desired("a"));
    rig.time.pass(Duration.ofHours(1));

    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/b");
    assertThat(rig.sink.refs()).contains(ref("a"));
  }

  @Test
  void neverOverwritesAForeignObjectThatCameInBetween() {
    rig.start();
    rig.sink.holding(foreign("a"));
    rig.want(desired("a", object("a", "1")));

    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/a");
    assertThat(rig.codes()).contains(FindingCode.NAME_COLLISION);
  }

  @Test
  void neverOverwritesAnObjectWhoseLabelWasTakenAwayInBetween() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.holding(foreign("a"));
    rig.sink.drainLog();
    rig.want(desired("a", object("a", "2")));

    assertThat(rig.sink.drainLog()).containsExactly("update ConfigMap/shop/a");
    assertThat(rig.codes()).contains(FindingCode.NAME_COLLISION);
  }

  @Test
  void leavesAnObjectToAUserWhoAsksForIt() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.edit(unmanaged("a"));
    rig.settle();
    rig.want(desired("a", object("a", "2")));
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_UNMANAGED);
    rig.want(desired("a"));

    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/a");
    assertThat(rig.sink.refs()).containsExactly(ref("a"));
  }

  @Test
  void removesObjectsOfOursThatNoHostWants() {
    rig.sink.holding(standing("old", "1", WEST));
    rig.start(desired("a", object("a", "1")));

    assertThat(rig.sink.refs()).containsExactly(ref("a"));
  }

  @Test
  void keepsStraysThatThePolicyKeepsUntilItDoesNot() {
    rig.sink.holding(standing("old", "1", WEST));
    rig.loop.start();
    var unused =
        rig.loop.want(
            List.of(), (origins, epoch, ref) -> Optional.of(ApplyFindings.kept(ref, origins)));
    rig.settle();
    assertThat(rig.sink.refs()).containsExactly(ref("old"));
    assertThat(rig.status().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("west"));

    rig.want();
    assertThat(rig.sink.refs()).isEmpty();
  }

  @Test
  void writesButDoesNotRemoveWhereNothingIsRemovable() {
    rig.start(desired("a", object("entry", "one", EAST), object("rule", "plain")));
    rig.sink.drainLog();

    rig.want(new DesiredHost(host("a"), List.of(object("entry", "two", EAST)), Set.of(), false));
    rig.settle();
    assertThat(rig.sink.drainLog()).containsExactly("update ConfigMap/shop/entry");
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);

    rig.want(desired("a", object("entry", "two", EAST)));
    assertThat(rig.sink.drainLog()).containsExactly("delete ConfigMap/shop/rule");
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void keepsAllObjectsOfAHostWhileOneCarriesAnUncertainOrigin() {
    rig.sink.holding(standing("entry", "with west", EAST, WEST)).holding(standing("rule", "tls"));
    DesiredHost withoutWest =
        new DesiredHost(
            host("a"),
            List.of(object("entry", "east only", EAST), object("rule", "plain")),
            Set.of(WEST),
            true);
    rig.start(withoutWest);
    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);

    rig.want(new DesiredHost(host("a"), withoutWest.objects(), Set.of(), true));
    assertThat(rig.sink.drainLog())
        .containsExactly("update ConfigMap/shop/entry", "update ConfigMap/shop/rule");
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void aSlowObjectDelaysNoOther() {
    rig.start();
    rig.sink.delay(ref("slow"));
    CompletableFuture<Void> slow = rig.awaiting(desired("slow", object("slow", "1")));
    CompletableFuture<Void> fast = rig.awaiting(desired("fast", object("fast", "1")));

    assertThat(fast).isCompleted();
    assertThat(slow).isNotDone();
    rig.sink.answer();
    rig.settle();
    assertThat(slow).isCompleted();
  }

  @Test
  void anObjectThatChangesWhileItIsWrittenIsWrittenAgainAfterwards() {
    rig.start();
    rig.sink.delay(ref("a"));
    rig.want(desired("a", object("a", "1")));
    rig.want(desired("a", object("a", "2")));
    rig.want(desired("a", object("a", "3")));
    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/a");

    rig.sink.answer();
    rig.settle();
    assertThat(rig.sink.drainLog()).containsExactly("update ConfigMap/shop/a");
    rig.want(desired("a", object("a", "3")));
    assertThat(rig.sink.drainLog()).isEmpty();
  }

  @Test
  void keepsToItsPace() {
    ApplyRig paced = new ApplyRig(new ApplyLimits(2, 3, 8, Duration.ofMinutes(10), 30, 20));
    paced.start();
    DesiredHost[] hosts = new DesiredHost[10];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = desired("h" + i, object("h" + i, "1"));
    }
    paced.want(hosts);
    assertThat(paced.sink.drainLog()).hasSize(3);
    assertThat(paced.status().waiting()).isEqualTo(7);

    paced.time.pass(Duration.ofSeconds(2));
    assertThat(paced.sink.drainLog()).hasSize(4);
    paced.time.pass(Duration.ofSeconds(2));
    assertThat(paced.sink.refs()).hasSize(10);
  }

  @Test
  void reportsAnotherWriterOfAHost() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.edit(
        new ObservedObject(
            new ObjectRef("client", "DestinationRule", "mine"),
            Custody.FOREIGN,
            "",
            "",
            Set.of(),
            Set.of("a.shop.global"),
            Handle.NONE));
    rig.settle();

    assertThat(rig.status().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.HOST_SHARED);
              assertThat(finding.subject()).isEqualTo("DestinationRule/client/mine");
            });
    rig.sink.remove(new ObjectRef("client", "DestinationRule", "mine"));
    rig.settle();
    assertThat(rig.status().findings()).isEmpty();
  }

  @Test
  void afterItsEndNothingIsWritten() {
    rig.start();
    rig.loop.close();
    rig.want(desired("a", object("a", "1")));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.status().findings()).extracting(Finding::code).isEmpty();
  }
}
