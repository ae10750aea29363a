package dev.portolan.source.eureka;

import static dev.portolan.source.eureka.EurekaRig.PACE;
import static dev.portolan.source.eureka.EurekaRig.carts;
import static dev.portolan.source.eureka.EurekaRig.orders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.OriginId;
import dev.portolan.source.mapping.Instance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is followed, from a server that is well. */
class EurekaLocalServicesTest {
  private final EurekaRig rig = new EurekaRig();
  private final FakeEureka.Server server = rig.server;

  @Test
  void reportsEverythingAndThenSaysThatItIsComplete() {
    server.register(orders(1));
    server.register(carts(1));

    rig.start();

    assertThat(rig.last().complete()).isTrue();
    assertThat(rig.services()).containsExactly("carts", "orders");
    assertThat(rig.addresses()).containsExactly("10.0.1.1", "10.0.0.1");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void followsByChangesAloneWhatIsRegisteredFailsAndIsTakenOut() {
    server.register(orders(1));
    rig.start();

    server.register(orders(2));
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    server.register(orders(2).with(Health.NOT_READY));
    rig.poll();
    assertThat(rig.endpoints()).extracting(Endpoint::ready).containsExactly(true, false);

    server.deregister("ORDERS", "orders-1");
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.2");
    assertThat(server.askedForAll()).isEqualTo(1);
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aChangeThatWasMissedIsFoundByTheHash() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();

    server.register(orders(2).with(Health.NOT_READY));
    server.forgetChanges();
    rig.poll();

    assertThat(rig.endpoints()).extracting(Endpoint::ready).containsExactly(true, false);
  }

  @Test
  void aChangeThatTheHashDoesNotSeeIsFoundByTheNextListOfEverything() {
    server.register(orders(1));
    rig.start();

    server.register(Instance.of("ORDERS", "orders-1", "10.0.0.9", 8080));
    server.forgetChanges();
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1");

    rig.pass(PACE.relist());
    assertThat(rig.addresses()).containsExactly("10.0.0.9");
  }

  @Test
  void afterALongerSilenceThanChangesAreRememberedForEverythingIsAskedFor() {
    server.register(orders(1));
    rig.start();
    server.fail(EurekaException.Kind.UNREACHABLE, "cut off");
    rig.pass(Duration.ofMinutes(1));
    server.register(Instance.of("ORDERS", "orders-1", "10.0.0.9", 8080));
    rig.pass(Duration.ofMinutes(4));

    server.recover();
    rig.poll();

    assertThat(rig.addresses()).containsExactly("10.0.0.9");
  }

  @Test
  void aSourceThatStoodStillForLongerThanThatAsksForEverything() {
    server.register(orders(1));
    rig.start();
    server.register(Instance.of("ORDERS", "orders-1", "10.0.0.9", 8080));
    server.forgetChanges();

    rig.standStill(PACE.window().plusSeconds(1));
    rig.poll();

    assertThat(rig.addresses()).containsExactly("10.0.0.9");
  }

  @Test
  void aServerThatTellsNoChangesIsAskedForEverythingEachTime() {
    server.offerNoChanges();
    server.register(orders(1));
    rig.start();
    assertThat(rig.last().findings()).isEmpty();

    server.register(orders(2));
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    server.deregister("ORDERS", "orders-1");
    rig.poll();
    assertThat(rig.addresses()).as("one list is not enough").hasSize(2);
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.2");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aListFromACacheTakesNothingBackThatAChangeHasTold() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();
    server.cacheAll();
    server.register(orders(3));
    server.deregister("ORDERS", "orders-2");
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.3");

    // The hash is that of another moment, so everything is asked for, and comes from the cache.
    server.claim("UP_9_");
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.3");

    server.recover();
    server.expireCaches();
    rig.poll();
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.3");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aServerWhoseClockWasSetBackIsBelievedByItsNextListOfEverything() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();
    rig.pass(Duration.ofMinutes(3));

    server.registerInThePast(Instance.of("ORDERS", "orders-1", "10.0.0.9", 8080));
    rig.pass(PACE.relist());

    assertThat(rig.addresses()).containsExactly("10.0.0.2", "10.0.0.9");
  }

  @Test
  void theLastInstanceGoesWhenItIsToldAndItsServiceAfterAGrace() {
    server.register(orders(1));
    server.register(carts(1));
    rig.start();

    server.deregister("ORDERS", "orders-1");
    rig.poll();
    assertThat(rig.services()).containsExactly("carts", "orders");
    assertThat(rig.addresses()).containsExactly("10.0.1.1");

    rig.pass(PACE.desertedGrace());
    assertThat(rig.services()).containsExactly("carts");
  }

  @Test
  void aServiceThatComesBackInTheGraceWasNeverGone() {
    server.register(orders(1));
    server.register(carts(1));
    rig.start();
    server.deregister("ORDERS", "orders-1");
    rig.poll();
    server.register(orders(2));
    rig.pass(PACE.desertedGrace().multipliedBy(3));

    assertThat(rig.states())
        .allMatch(
            state ->
                !state.complete()
                    || state.records().origin(new OriginId("eureka-1")).services().size() == 2);
  }

  @Test
  void anInstanceThatCannotBeUnderstoodStaysWhatItWasAndStopsNoOther() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();

    server.garble("ORDERS", "orders-1", "its port is no number from 0 to 65535");
    server.garble("ORDERS", "orders-7", "its ipAddr is no text");
    server.register(orders(3));
    rig.poll();

    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertThat(rig.codes()).containsExactly("InstanceUnreadable");
    assertThat(rig.message("InstanceUnreadable"))
        .contains("2 instances (ORDERS/orders-1, ORDERS/orders-7)")
        .contains("its port is no number from 0 to 65535");

    server.deregister("ORDERS", "orders-1");
    server.deregister("ORDERS", "orders-7");
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.2", "10.0.0.3");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void whatHasNoNameMayBeAnyInstanceOfItsApplicationThatIsAbsent() {
    server.offerNoChanges();
    server.register(orders(1));
    server.register(carts(1));
    server.register(carts(2));
    rig.start();

    server.deregister("ORDERS", "orders-1");
    server.listNameless("ORDERS");
    server.deregister("CARTS", "carts-1");
    rig.pass(Duration.ofMinutes(10));

    assertThat(rig.addresses()).containsExactly("10.0.1.2", "10.0.0.1");
    assertThat(rig.message("InstanceUnreadable")).contains("ORDERS/?");
  }

  @Test
  void aServerThatProtectsItselfIsBelievedAndThatIsSaid() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();
    server.renewing(false);

    rig.pass(Duration.ofMinutes(20));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(rig.codes()).containsExactly("SourceUncertain");
    assertThat(rig.message("SourceUncertain")).startsWith("2 instances");

    server.renewing(true);
    rig.pass(PACE.relist());
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void anEmptyRegistryIsNeverComplete() {
    rig.start();
    rig.pass(Duration.ofHours(1));

    assertThat(rig.last().complete()).isFalse();
    assertThat(rig.codes()).containsExactly("SourceEmpty");

    server.register(orders(1));
    rig.poll();
    assertThat(rig.last().complete()).isTrue();
    assertThat(rig.last().findings()).isEmpty();
  }
}
