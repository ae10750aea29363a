package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mass deletions, with the standard limits: more than 30 % and more than 20 at once. */
class BrakeTest {
  private final ApplyRig rig = new ApplyRig();

  @Test
  void holdsAMassDeletionAndSaysHowToReleaseIt() {
    rig.start(hosts(0, 100));
    rig.want(none(0, 40));

    assertThat(rig.sink.refs()).hasSize(100);
    assertThat(rig.status().held()).isEqualTo(40);
    Finding finding = rig.status().findings().get(0);
    assertThat(finding.code()).isEqualTo(FindingCode.DELETIONS_HELD);
    assertThat(finding.message()).contains("40 of 100").contains("say " + hold(finding));

    rig.sink.release(hold(finding));
    rig.time.pass(Duration.ofSeconds(6));
    assertThat(rig.sink.refs()).hasSize(60);
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void letsOrdinaryDeletionsPass() {
    rig.start(hosts(0, 100));
    rig.want(none(0, 30));

    assertThat(rig.sink.refs()).hasSize(70);
  }

  @Test
  void letsAFewObjectsGoHoweverLargeTheirShare() {
    rig.start(hosts(0, 20));
    rig.want(none(0, 20));

    assertThat(rig.sink.refs()).isEmpty();
  }

  @Test
  void isNotFooledByDeletionsInSmallPortions() {
    rig.start(hosts(0, 100));
    for (int i = 0; i < 100; i += 10) {
      rig.want(none(i, i + 10));
    }

    assertThat(rig.sink.refs()).hasSize(70);
    assertThat(rig.status().held()).isEqualTo(70);
  }

  @Test
  void aHoldEndsByItselfWhenTheObjectsAreWantedAgain() {
    rig.start(hosts(0, 100));
    rig.want(none(0, 100));
    assertThat(rig.status().held()).isEqualTo(100);
    rig.sink.drainLog();

    rig.want(hosts(0, 100));
    assertThat(rig.status().held()).isZero();
    assertThat(rig.codes()).isEmpty();
    assertThat(rig.sink.drainLog()).isEmpty();
  }

  @Test
  void aReleaseIsGoodForTheObjectsThatItWasGivenForOnly() {
    rig.start(hosts(0, 100));
    rig.want(none(0, 40));
    String hold = hold(rig.status().findings().get(0));
    rig.want(none(40, 80));
    rig.sink.release(hold);
    rig.time.pass(Duration.ofSeconds(6));

    assertThat(rig.sink.refs()).hasSize(100);
  }

  @Test
  void strayObjectsAreHeldAsWell() {
    for (int i = 0; i < 50; i++) {
      rig.sink.holding(Samples.standing("old" + i, "1"));
    }
    rig.start();

    assertThat(rig.sink.refs()).hasSize(50);
    assertThat(rig.codes()).containsExactly(FindingCode.DELETIONS_HELD);
  }

  @Test
  void otherWritesGoOnDuringAHold() {
    rig.start(hosts(0, 100));
    rig.want(none(0, 40));
    rig.sink.drainLog();
    rig.want(desired("new", object("new", "1")));

    assertThat(rig.sink.drainLog()).containsExactly("create ConfigMap/shop/new");
  }

  private static String hold(Finding finding) {
    return finding.subject().substring("deletions/".length());
  }

  private static DesiredHost[] hosts(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> desired("h" + i, object("h" + i, "1")))
        .toArray(DesiredHost[]::new);
  }

  private static DesiredHost[] none(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> desired("h" + i)).toArray(DesiredHost[]::new);
  }
}
