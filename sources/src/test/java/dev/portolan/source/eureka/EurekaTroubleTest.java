package dev.portolan.source.eureka;

import static dev.portolan.source.eureka.EurekaRig.A;
import static dev.portolan.source.eureka.EurekaRig.B;
import static dev.portolan.source.eureka.EurekaRig.PACE;
import static dev.portolan.source.eureka.EurekaRig.carts;
import static dev.portolan.source.eureka.EurekaRig.orders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.source.eureka.EurekaException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept while servers are away, have lost their registry, or know less than others. */
class EurekaTroubleTest {
  private final EurekaRig rig = new EurekaRig();
  private final FakeEureka.Server server = rig.server;
  private final FakeEureka.Server other = rig.eureka.server(B);

  @ParameterizedTest
  @EnumSource
  void failuresTakeNothingBackAndAreShownWithTheirAge(Kind kind) {
    server.register(orders(1));
    rig.start();
    rig.pass(Duration.ofSeconds(10));

    server.fail(kind, "HTTP 500 no luck");
    rig.pass(Duration.ofHours(1));

    assertThat(rig.addresses()).containsExactly("10.0.0.1");
    assertThat(rig.last().complete()).isTrue();
    assertThat(rig.codes()).containsExactly(kind.code().reason());
    assertThat(rig.message(kind.code().reason()))
        .contains("since 2026-01-01T00:00:30Z")
        .contains("http://a:8761/eureka: HTTP 500 no luck");

    server.recover();
    rig.pass(PACE.retry().plusSeconds(1));
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsNotAskedMoreAndMoreOften() {
    server.register(orders(1));
    rig.start();
    server.fail(Kind.UNREACHABLE, "refused");
    rig.pass(Duration.ofMinutes(10));
    int asked = server.asked();

    rig.pass(Duration.ofMinutes(10));

    assertThat(server.asked() - asked).isBetween(20, 120);
  }

  @Test
  void aServerThatRestartsEmptyDeletesNothingUntilInstancesHaveRegisteredAnew() {
    server.register(orders(1));
    server.register(orders(2));
    server.register(carts(1));
    rig.start();

    // It is back before anybody has noticed.
    server.restartEmpty();
    rig.pass(PACE.absenceGrace().multipliedBy(4));
    assertThat(rig.addresses()).containsExactly("10.0.1.1", "10.0.0.1", "10.0.0.2");
    assertThat(rig.codes()).containsExactlyInAnyOrder("SourceReset", "SourceEmpty");
    assertThat(rig.message("SourceReset")).contains("3 instances");

    server.register(orders(1));
    rig.pass(PACE.absenceGrace().minusMinutes(1));
    assertThat(rig.addresses()).containsExactly("10.0.1.1", "10.0.0.1", "10.0.0.2");
    assertThat(rig.codes()).containsExactly("SourceReset");

    server.register(orders(2));
    rig.pass(Duration.ofMinutes(2));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aServerThatHasLostItsRegistryAndFillsItAgainIsNotTakenForTheOneThatItWas() {
    for (int i = 1; i <= 5; i++) {
      server.register(orders(i));
    }
    rig.start();

    server.restartEmpty();
    for (int i = 1; i <= 4; i++) {
      server.register(orders(i));
      rig.poll();
      assertThat(rig.addresses()).hasSize(5);
    }
  }

  @Test
  void whatIsToldToBeGoneGoesAlsoWhileTheRegistryIsNotWhatItWas() {
    server.register(orders(1));
    server.register(orders(2));
    server.register(orders(3));
    rig.start();
    server.restartEmpty();
    server.register(orders(1));
    server.register(orders(2));
    rig.poll();

    server.deregister("ORDERS", "orders-2");
    rig.poll();

    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.3");
  }

  @Test
  void whatAServerDoesNotListAnyMoreGoesWhenItStillDoesNotTheNextTime() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start();

    // Nobody was told: that it is gone was missed.
    server.deregister("ORDERS", "orders-2");
    server.forgetChanges();
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void aListThatSaysItselfThatItIsShortTakesNothingBack() {
    server.offerNoChanges();
    server.register(orders(1));
    server.register(orders(2));
    rig.start();

    server.deregister("ORDERS", "orders-2");
    server.claim("UP_3_");
    server.register(carts(1));
    rig.pass(Duration.ofMinutes(30));
    assertThat(rig.addresses()).containsExactly("10.0.1.1", "10.0.0.1", "10.0.0.2");
    assertThat(rig.codes()).containsExactly("SourceUnreadable");

    server.recover();
    rig.pass(Duration.ofMinutes(2));
    assertThat(rig.addresses()).containsExactly("10.0.1.1", "10.0.0.1");
    assertThat(rig.last().findings()).isEmpty();
  }

  @Test
  void theNextServerIsReadAndStaysReadAndWhyIsSaid() {
    server.register(orders(1));
    other.register(orders(1));
    rig.start(B);
    int before = other.asked();

    server.fail(Kind.UNREACHABLE, "killed");
    rig.poll();
    other.register(orders(2));
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(other.asked()).isGreaterThan(before);
    assertThat(rig.codes()).containsExactly("PeerUnavailable");
    assertThat(rig.message("PeerUnavailable"))
        .contains(A.toString())
        .contains("killed")
        .contains("since 2026-01-01T00:00:30Z")
        .contains(B + " is read");

    server.recover();
    rig.pass(PACE.relist());
    int asked = server.asked();
    rig.pass(Duration.ofMinutes(4));
    assertThat(rig.last().findings()).isEmpty();
    assertThat(server.asked()).as("the other one stays read").isEqualTo(asked);
  }

  @Test
  void anotherServerThatKnowsLessOrNothingIsNoMassDeletion() {
    server.register(orders(1));
    server.register(orders(2));
    rig.start(B);

    server.fail(Kind.UNREACHABLE, "killed");
    rig.pass(PACE.absenceGrace().multipliedBy(2));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(rig.codes())
        .containsExactlyInAnyOrder("SourceReset", "SourceEmpty", "PeerUnavailable");

    other.register(orders(2));
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    other.fail(Kind.FAILED, "HTTP 503");
    server.recover();
    rig.pass(PACE.absenceGrace().multipliedBy(2));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(rig.codes()).containsExactly("PeerUnavailable");
  }

  @Test
  void aGraceThatEndsWhileNobodyAnswersTakesNothingBack() {
    server.register(orders(1));
    server.register(orders(2));
    other.register(orders(2));
    rig.start(B);
    server.fail(Kind.UNREACHABLE, "killed");
    rig.poll();
    assertThat(rig.codes()).contains("SourceReset");

    other.fail(Kind.UNREACHABLE, "killed");
    rig.pass(PACE.absenceGrace().multipliedBy(2));
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    other.recover();
    rig.poll();
    rig.poll();
    assertThat(rig.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    rig.pass(PACE.absenceGrace());
    assertThat(rig.addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void whenAllServersAreAwayThatIsSaidOfAllOfThem() {
    server.register(orders(1));
    rig.start(B);
    server.fail(Kind.UNREACHABLE, "killed");
    other.fail(Kind.DENIED, "HTTP 403");
    rig.pass(Duration.ofMinutes(10));

    assertThat(rig.addresses()).containsExactly("10.0.0.1");
    assertThat(rig.last().findings()).hasSize(1);
    assertThat(rig.last().findings().get(0).message())
        .startsWith("none of 2 Eureka servers is to be had since 2026-01-01T00:00:30Z");
  }
}
