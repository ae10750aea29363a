package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.object;
import static dev.portolan.agent.apply.Samples.ref;
import static dev.portolan.agent.apply.Samples.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What others do to our objects. */
class RepairTest {
  private final ApplyRig rig = new ApplyRig();

  @Test
  void repairsAtOnceWhatOthersEditOrRemove() {
    rig.start(desired("a", object("a", "1")), desired("b", object("b", "1")));
    rig.sink.drainLog();
    rig.sink.edit(standing("a", "edited"));
    rig.sink.remove(ref("b"));
    rig.settle();

    assertThat(rig.sink.drainLog())
        .containsExactlyInAnyOrder("update ConfigMap/shop/a", "create ConfigMap/shop/b");
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void repairsWhatNoWatchToldOfAtTheNextResync() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.drainLog();
    rig.sink.holding(standing("a", "edited"));
    rig.time.pass(Duration.ofMinutes(11));

    assertThat(rig.sink.drainLog()).containsExactly("update ConfigMap/shop/a");
  }

  @Test
  void aChangeThatIsNoneIsNotRepaired() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.drainLog();
    rig.sink.edit(standing("a", "1"));
    rig.settle();

    assertThat(rig.sink.drainLog()).isEmpty();
  }

  @Test
  void oldNewsOfAWatchChangesNothing() {
    rig.start(desired("a", object("a", "1")));
    ObservedObject first = rig.sink.standing(ref("a"));
    rig.want(desired("a", object("a", "2")));
    rig.sink.drainLog();

    // The watch is behind: it tells of the first state after the second was written.
    rig.sink.tell(first);
    rig.settle();
    assertThat(rig.sink.drainLog()).isEmpty();
  }

  @Test
  void aFightIsReportedAndBecomesRarer() {
    rig.start(desired("a", object("a", "1")));
    rig.sink.drainLog();
    int repairs = 0;
    for (int second = 0; second < 600; second++) {
      rig.sink.edit(standing("a", "theirs"));
      rig.time.pass(Duration.ofSeconds(1));
      repairs += rig.sink.drainLog().size();
    }

    assertThat(repairs).isBetween(4, 20);
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_CONTESTED);
  }

  @Test
  void afterAQuietTimeItIsRepairedAtOnceAgain() {
    rig.start(desired("a", object("a", "1")));
    for (int i = 0; i < 5; i++) {
      rig.sink.edit(standing("a", "theirs"));
      rig.time.pass(Duration.ofMinutes(1));
    }
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_CONTESTED);
    rig.time.pass(Duration.ofMinutes(30));
    assertThat(rig.codes()).isEmpty();
    rig.sink.drainLog();

    rig.sink.edit(standing("a", "theirs"));
    rig.settle();
    assertThat(rig.sink.drainLog()).containsExactly("update ConfigMap/shop/a");
  }
}
