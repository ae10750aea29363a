package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.object;
import static dev.portolan.agent.apply.Samples.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each class of refusal leads to. */
class RefusalTest {
  private final ApplyRig rig = new ApplyRig();

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void everyRefusalIsReportedWithItsReasonAndEndsWithItsCause(Refusal refusal) {
    rig.sink.refuse(ref("a"), refusal);
    rig.start();
    CompletableFuture<Void> done = rig.awaiting(desired("a", object("a", "1")));
    assertThat(done).isCompleted();
    assertThat(rig.status().refused()).isEqualTo(1);
    assertThat(rig.status().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(refusal.code());
              assertThat(finding.subject()).isEqualTo("ConfigMap/shop/a");
              assertThat(finding.message()).contains("create refused: no such luck");
            });

    rig.sink.heal();
    rig.want(desired("a", object("a", "2")));
    rig.time.pass(Duration.ofMinutes(6));
    assertThat(rig.sink.refs()).containsExactly(ref("a"));
    assertThat(rig.status().findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void noRefusalIsTriedInAHotLoop(Refusal refusal) {
    rig.sink.refuse(ref("a"), refusal);
    rig.start(desired("a", object("a", "1")));
    rig.time.pass(Duration.ofHours(1));

    int attempts = rig.sink.drainLog().size();
    if (refusal.permanent()) {
      assertThat(attempts).isEqualTo(1);
    } else {
      assertThat(attempts).isBetween(12, 130);
    }
  }

  @Test
  void oneRefusedObjectStopsNoOther() {
    rig.sink.refuse(ref("a"), Refusal.INVALID);
    rig.start(desired("a", object("a", "1")), desired("b", object("b", "1")));

    assertThat(rig.sink.refs()).containsExactly(ref("b"));
  }

  @Test
  void aMissingKindCostsOneAttemptAtATimeHoweverManyObjectsWait() {
    rig.sink.refuse(step -> true, Refusal.KIND_MISSING, Optional.empty());
    rig.start(hosts(1000));
    rig.time.pass(Duration.ofMinutes(10));
    assertThat(rig.sink.drainLog().size()).isLessThan(30);
    assertThat(rig.status().waiting()).isGreaterThan(900);

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(3));
    assertThat(rig.sink.refs()).hasSize(1000);
    assertThat(rig.status().findings()).isEmpty();
  }

  @Test
  void aFullQuotaDoesNotHoldUpUpdates() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.refuse(step -> step.startsWith("create"), Refusal.QUOTA, Optional.empty());
    rig.want(desired("b", object("b", "1")));
    rig.want(desired("a", object("a", "2")));

    assertThat(rig.sink.drainLog()).contains("update ConfigMap/shop/a");
    assertThat(rig.status().refused()).isEqualTo(1);
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    rig.sink.refuse(step -> true, Refusal.THROTTLED, Optional.of(Duration.ofSeconds(45)));
    rig.start(desired("a", object("a", "1")));
    rig.time.pass(Duration.ofSeconds(44));
    assertThat(rig.sink.drainLog()).hasSize(1);

    rig.time.pass(Duration.ofSeconds(3));
    assertThat(rig.sink.drainLog()).hasSize(1);
  }

  @Test
  void aRefusedDeletionIsTriedAgain() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.refuse(ref("a"), Refusal.FORBIDDEN);
    rig.want(desired("a"));
    assertThat(rig.status().refused()).isEqualTo(1);

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(rig.sink.refs()).isEmpty();
    assertThat(rig.status().objects()).isZero();
  }

  @Test
  void anObjectThatIsNoLongerWantedIsNoLongerReported() {
    rig.sink.refuse(ref("a"), Refusal.INVALID);
    rig.start(desired("a", object("a", "1")));
    rig.want(desired("a"));

    assertThat(rig.status().findings()).isEmpty();
  }

  private static DesiredHost[] hosts(int count) {
    List<DesiredHost> hosts =
        IntStream.range(0, count).mapToObj(i -> desired("h" + i, object("h" + i, "1"))).toList();
    return hosts.toArray(DesiredHost[]::new);
  }
}
