package dev.portolan.source.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZooKeeperLocalServicesTest extends ZooKeeperRig {

  @Test
  void reportsEverythingAndThenSaysThatItIsComplete() {
    orders(1);
    carts();

    start();

    assertThat(last().complete()).isTrue();
    assertThat(services()).containsExactly("carts", "orders");
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.1.1");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void followsWhatIsMadeChangedAndTakenAway() {
    orders(1);
    carts();
    start();

    orders(2);
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2", "10.0.1.1");

    zooKeeper.put(
        "/services/orders/2", "{\"address\":\"10.0.0.9\",\"port\":8080,\"enabled\":false}");
    time.pass(TICK);
    assertThat(addresses()).containsExactly("!10.0.0.9", "10.0.0.1", "10.0.1.1");

    zooKeeper.delete("/services/orders/1");
    time.pass(TICK);
    assertThat(addresses()).containsExactly("!10.0.0.9", "10.0.1.1");
  }

  @Test
  void readsOnlyWhatChangedAndOnlyAfterASync() {
    orders(1);
    orders(2);
    carts();
    start();
    zooKeeper.asked();

    orders(2);
    time.pass(TICK);

    assertThat(zooKeeper.asked())
        .containsExactly(
            "watch /services",
            "sync /services",
            "children /services",
            "children /services/orders",
            "data /services/orders/2");
  }

  @Test
  void readsWhatComesAtOnceAndWhatFollowsTogetherAfterAPause() {
    orders(1);
    start();
    zooKeeper.asked();

    IntStream.rangeClosed(2, 100).forEach(this::orders);
    time.pass(Duration.ZERO);
    assertThat(addresses()).hasSize(100);
    assertThat(syncs()).isEqualTo(1);

    IntStream.rangeClosed(101, 200).forEach(this::orders);
    time.pass(PACE.pause().minusMillis(1));
    assertThat(addresses()).hasSize(100);
    time.pass(Duration.ofMillis(1));
    assertThat(addresses()).hasSize(200);
    assertThat(syncs()).isEqualTo(1);
  }

  @Test
  void readingsThatTakeLongLeaveTheEnsembleAsLong() {
    orders(1);
    start();
    zooKeeper.hold();
    orders(2);
    time.pass(Duration.ofMillis(300));
    zooKeeper.release();
    time.pass(Duration.ofMillis(1));
    assertThat(addresses()).hasSize(2);

    orders(3);
    time.pass(Duration.ofMillis(250));
    assertThat(addresses()).hasSize(2);
    time.pass(Duration.ofMillis(60));
    assertThat(addresses()).hasSize(3);
  }

  private long syncs() {
    return zooKeeper.asked().stream().filter(each -> each.startsWith("sync")).count();
  }

  @Test
  void aNodeThatIsMadeAnewIsNeverGone() {
    orders(1);
    orders(2);
    start();
    int before = states.size();

    zooKeeper.delete("/services/orders/1");
    time.pass(PACE.settle().minusMillis(1));
    zooKeeper.put("/services/orders/1", "10.0.0.9:8080");
    time.pass(TICK);

    assertThat(addresses()).containsExactly("10.0.0.2", "10.0.0.9");
    assertThat(states.subList(before, states.size())).hasSize(1);
  }

  @Test
  void whatGoesWhileNewsWaitIsBelievedNoSooner() {
    orders(1);
    orders(2);
    start();
    orders(3);
    time.pass(Duration.ZERO);
    orders(4);
    time.pass(PACE.pause().minusMillis(1));

    zooKeeper.delete("/services/orders/1");
    time.pass(PACE.settle().minusMillis(1));
    assertThat(addresses()).contains("10.0.0.1");

    time.pass(Duration.ofMillis(1));
    assertThat(addresses()).containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.4");
  }

  @Test
  void aDesertedServiceIsOfferedForAGraceAndThenGone() {
    orders(1);
    carts();
    start();

    zooKeeper.delete("/services/orders/1");
    time.pass(TICK);
    assertThat(services()).containsExactly("carts", "orders");
    assertThat(addresses()).containsExactly("10.0.1.1");

    time.pass(PACE.desertedGrace().plus(TICK));
    assertThat(services()).containsExactly("carts");

    orders(1);
    time.pass(TICK);
    assertThat(services()).containsExactly("carts", "orders");
  }

  @Test
  void aLostConnectionDeletesNothing() {
    orders(1);
    start();

    zooKeeper.disconnect(false);
    time.pass(LONG);

    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(codes()).containsExactly("SourceUnavailable");
  }

  @Test
  void whatChangedWhileNobodyWatchedIsReadAndWhatIsAbsentIsKeptForAGrace() {
    orders(1);
    orders(2);
    carts();
    start();
    zooKeeper.disconnect(false);
    zooKeeper.delete("/services/orders/1");
    orders(3);

    zooKeeper.connect();
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.1.1");
    assertThat(codes()).containsExactly("AbsenceDoubted");

    time.pass(PACE.absenceGrace());
    assertThat(addresses()).containsExactly("10.0.0.2", "10.0.0.3", "10.0.1.1");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void anExpiredSessionIsFollowedByANewOneAndDeletesNothing() {
    orders(1);
    start();

    zooKeeper.disconnect(true);
    time.pass(TICK);
    assertThat(zooKeeper.sessions()).isEqualTo(2);
    zooKeeper.connect();
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(last().findings()).isEmpty();

    orders(2);
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void sessionsThatAllEndTogetherDeleteNothingUntilSomebodyRegistersAnew() {
    orders(1);
    carts();
    start();
    zooKeeper.disconnect(false);
    zooKeeper.connect();
    time.pass(TICK);

    zooKeeper.delete("/services/orders/1");
    zooKeeper.delete("/services/carts/1");
    time.pass(LONG);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.1.1");
    assertThat(codes()).contains("AbsenceDoubted");

    carts();
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.1.1");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void aSessionThatIsNotTakenBackIsGivenUp() {
    orders(1);
    start();
    zooKeeper.disconnect(false);

    time.pass(PACE.reopen().plus(TICK));

    assertThat(zooKeeper.sessions()).isEqualTo(2);
  }

  @Test
  void anAnswerFromBeforeAnInterruptionDoesNotCount() {
    orders(1);
    start();
    zooKeeper.hold();
    zooKeeper.put("/services/orders/1", "10.0.0.2:8080");
    time.pass(TICK);

    zooKeeper.disconnect(false);
    zooKeeper.put("/services/orders/1", "10.0.0.3:8080");
    zooKeeper.connect();
    time.pass(TICK);
    int before = states.size();
    zooKeeper.release();
    time.pass(TICK);

    assertThat(addresses()).containsExactly("10.0.0.3");
    assertThat(states.subList(before, states.size())).hasSize(1);
  }

  @Test
  void aPathThatIsNotThereYetConcludesNothing() {
    start();
    time.pass(LONG);
    assertThat(last().complete()).isFalse();
    assertThat(codes()).containsExactly("PathMissing");

    orders(1);
    time.pass(TICK);
    assertThat(last().complete()).isTrue();
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void aPathThatIsTakenAwayWithEverythingBelowItDeletesNothing() {
    orders(1);
    carts();
    start();

    zooKeeper.delete("/services");
    time.pass(LONG);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.1.1");
    assertThat(codes()).containsExactly("PathMissing");

    carts();
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.1.1");
    assertThat(codes()).containsExactly("AbsenceDoubted");

    time.pass(PACE.absenceGrace());
    assertThat(addresses()).containsExactly("10.0.1.1");
  }

  @Test
  void aPathThatIsMissingHoldsUpNoOther() {
    orders(1);

    start("/services", "/elsewhere");
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(last().complete()).isFalse();

    zooKeeper.put("/elsewhere/bills/1", "10.0.2.1:80");
    time.pass(TICK);
    assertThat(last().complete()).isTrue();
    assertThat(services()).containsExactly("bills", "orders");
  }

  @Test
  void anEmptyEnsembleConcludesNothing() {
    zooKeeper.put("/services", "");

    start();

    assertThat(last().complete()).isFalse();
    assertThat(codes()).containsExactly("SourceEmpty");
  }
}
