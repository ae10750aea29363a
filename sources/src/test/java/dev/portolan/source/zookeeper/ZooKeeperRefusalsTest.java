package dev.portolan.source.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes that cannot be understood, and what may not be read. */
class ZooKeeperRefusalsTest extends ZooKeeperRig {

  @Test
  void badNodesAreNamedAndStopNoOthers() {
    orders(1);
    zooKeeper.put("/services/orders/bad", "{\"address\":");
    zooKeeper.put("/services/orders/silent", "");
    zooKeeper.put("/services/orders/large", "10.0.0.7:80");
    zooKeeper.bloat("/services/orders/large");
    carts();

    start();

    assertThat(last().complete()).isTrue();
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.1.1");
    assertThat(codes()).containsExactly("NodeUnreadable");
    assertThat(last().findings())
        .extracting(Finding::message)
        .first()
        .asString()
        .contains("3 nodes", "/services/orders/bad");
  }

  @Test
  void aNodeThatIsNotUnderstoodAnyMoreIsWhatItWas() {
    orders(1);
    orders(2);
    start();

    zooKeeper.put("/services/orders/1", "nonsense");
    zooKeeper.bloat("/services/orders/2");
    time.pass(LONG);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(codes()).containsExactly("NodeUnreadable");

    zooKeeper.delete("/services/orders/1");
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aNodeThatMayNotBeReadIsNotGone() {
    orders(1);
    carts();
    start();

    zooKeeper.deny("/services/orders/1");
    zooKeeper.deny("/services/carts");
    time.pass(PACE.relist());
    orders(2);
    time.pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2", "10.0.1.1");
    assertThat(codes()).containsExactly("SourceDenied");

    zooKeeper.allow("/services/orders/1");
    zooKeeper.allow("/services/carts");
    time.pass(PACE.retry().plus(TICK));
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void asLongAsAnythingMayNotBeReadNothingIsComplete() {
    orders(1);
    orders(2);
    zooKeeper.deny("/services/orders/2");

    start();
    assertThat(last().complete()).isFalse();
    assertThat(addresses()).containsExactly("10.0.0.1");

    zooKeeper.allow("/services/orders/2");
    time.pass(PACE.retry().plus(TICK));
    assertThat(last().complete()).isTrue();
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void aPathThatMayNotBeReadAnyMoreDeletesNothing() {
    orders(1);
    start();

    zooKeeper.deny("/services");
    time.pass(PACE.relist());
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(codes()).containsExactly("SourceDenied");
  }

  @Test
  void whatIsDeniedForLongIsAskedForEverMoreRarely() {
    orders(1);
    zooKeeper.deny("/services/orders/1");
    start();
    time.pass(LONG);
    zooKeeper.asked();

    time.pass(Duration.ofMinutes(4));

    assertThat(zooKeeper.asked()).filteredOn(each -> each.startsWith("sync")).hasSizeBetween(4, 60);
  }
}
