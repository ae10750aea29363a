package dev.portolan.source.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsulLocalServicesTest {
  private static final OriginId ORIGIN = new OriginId("consul-1");
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final ConsulPace PACE =
      new ConsulPace(
          3,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  private final FakeTime time = new FakeTime();
  private final SourceLoop loop = new SourceLoop(time, time, new Random(1));
  private final FakeConsul consul = new FakeConsul(loop);
  private final List<LocalState> states = new ArrayList<>();

  private void start() {
    ConsulLocalServices.of(
            consul,
            new ServiceMapping(ORIGIN, MappingRules.DEFAULT),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            PACE,
            loop)
        .start(states::add);
    pass(TICK);
  }

  private void pass(Duration duration) {
    time.pass(duration);
  }

  private LocalState last() {
    return states.get(states.size() - 1);
  }

  private List<String> services() {
    return last().records().origin(ORIGIN).services().stream()
        .map(each -> each.resource().key().name())
        .toList();
  }

  private List<Endpoint> endpoints() {
    return last().records().origin(ORIGIN).slices().stream()
        .flatMap(slice -> slice.resource().endpoints().stream())
        .toList();
  }

  private List<String> addresses() {
    return endpoints().stream().map(Endpoint::address).toList();
  }

  private List<String> codes() {
    return last().findings().stream().map(finding -> finding.code().reason()).toList();
  }

  private static Instance orders(int number) {
    return Instance.of("orders", "node/orders-" + number, "10.0.0." + number, 8080);
  }

  @Test
  void reportsEverythingAndThenSaysThatItIsComplete() {
    consul.register(orders(1));
    consul.register(Instance.of("carts", "node/carts-1", "10.0.1.1", 8080));

    start();

    assertThat(last().complete()).isTrue();
    assertThat(services()).containsExactly("carts", "orders");
    assertThat(addresses()).containsExactly("10.0.1.1", "10.0.0.1");
    assertThat(last().findings()).isEmpty();
    assertThat(last().records().cluster(ORIGIN).flatMap(Cluster::source)).isPresent();
  }

  @Test
  void followsWhatIsRegisteredFailsAndIsTakenOut() {
    consul.register(orders(1));
    start();

    consul.register(orders(2));
    pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    consul.register(orders(2).with(Health.NOT_READY));
    pass(TICK);
    assertThat(endpoints()).extracting(Endpoint::ready).containsExactly(true, false);

    consul.deregister("orders", orders(1).id());
    pass(TICK);
    assertThat(addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aDesertedServiceIsOfferedForAGraceAndThenGone() {
    consul.register(orders(1));
    consul.register(Instance.of("carts", "node/carts-1", "10.0.1.1", 8080));
    start();

    consul.deregister("orders", orders(1).id());
    pass(TICK);
    assertThat(services()).containsExactly("carts", "orders");
    assertThat(addresses()).containsExactly("10.0.1.1");

    pass(PACE.desertedGrace().plus(TICK));
    assertThat(services()).containsExactly("carts");
  }

  @Test
  void aServiceThatComesBackInTheGraceWasNeverGone() {
    consul.register(orders(1));
    consul.register(Instance.of("carts", "node/carts-1", "10.0.1.1", 8080));
    start();
    consul.deregister("orders", orders(1).id());
    pass(PACE.desertedGrace().dividedBy(2));

    consul.register(orders(2));
    pass(PACE.desertedGrace().multipliedBy(2));

    assertThat(services()).containsExactly("carts", "orders");
    assertThat(states)
        .noneMatch(
            state -> state.complete() && state.records().origin(ORIGIN).services().size() == 1);
  }

  @Test
  void failuresTakeNothingBackAndAreShownWithTheirAge() {
    for (ConsulException.Kind kind : ConsulException.Kind.values()) {
      consul.register(orders(1));
      start();
      List<String> before = addresses();
      String since = time.instant().toString();

      consul.fail(kind, "HTTP 500 no leader");
      pass(Duration.ofHours(1));

      assertThat(addresses()).isEqualTo(before);
      assertThat(last().complete()).isTrue();
      assertThat(last().findings()).extracting(Finding::code).contains(kind.code());
      assertThat(last().findings().get(0).message()).contains("HTTP 500 no leader").contains(since);

      consul.recover();
      pass(Duration.ofMinutes(1));
      assertThat(last().findings()).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsNotAskedMoreAndMoreOften() {
    consul.register(orders(1));
    start();
    consul.fail(ConsulException.Kind.UNREACHABLE, "refused");
    pass(Duration.ofMinutes(10));
    int asked = consul.asked();

    pass(Duration.ofMinutes(10));

    assertThat(consul.asked() - asked).isLessThan(120);
  }

  @Test
  void aServerThatFreezesIsNoticedAndTakesNothingBack() {
    consul.register(orders(1));
    start();

    consul.fallSilent();
    pass(Duration.ofMinutes(2));
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(codes()).contains("SourceUnavailable");

    consul.recover();
    pass(Duration.ofMinutes(2));
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void aServerThatRestartsEmptyDeletesNothingUntilServicesHaveRegisteredAnew() {
    consul.register(orders(1));
    consul.register(orders(2));
    start();

    consul.fail(ConsulException.Kind.UNREACHABLE, "killed");
    consul.loseState();
    consul.recover();
    pass(PACE.resetGrace().multipliedBy(3));
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(codes()).contains("SourceReset", "SourceEmpty");

    consul.register(orders(1));
    pass(PACE.resetGrace().multipliedBy(2));
    assertThat(addresses()).containsExactly("10.0.0.1");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void anEarlierIndexKeepsWhatIsAbsentForAGrace() {
    consul.register(orders(1));
    consul.register(orders(2));
    start();

    consul.loseState();
    consul.register(orders(2));
    pass(Duration.ofMinutes(1));
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(codes()).containsExactly("SourceReset");

    pass(PACE.resetGrace());
    assertThat(addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aGraceThatEndsWhileNobodyAnswersTakesNothingBack() {
    consul.register(orders(1));
    consul.register(orders(2));
    start();

    consul.loseState();
    consul.register(orders(2));
    pass(Duration.ofMinutes(1));
    consul.fail(ConsulException.Kind.UNREACHABLE, "killed");
    pass(PACE.resetGrace().multipliedBy(2));
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");

    consul.recover();
    pass(Duration.ofMinutes(2));
    assertThat(addresses()).containsExactly("10.0.0.2");
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void anInstanceThatIsGoneByAnAnswerWhoseIndexRoseIsStillInDoubtAfterAReset() {
    consul.register(orders(1));
    for (int i = 0; i < 30; i++) {
      consul.register(Instance.of("carts", "node/carts-1", "10.0.1.1", 8080 + i));
    }
    start();

    // The service's own answer does not go back: it was registered early in the old life.
    consul.loseState();
    for (int i = 0; i < 10; i++) {
      consul.register(Instance.of("orders", "node/other", "10.0.0.9", 8080));
    }
    pass(Duration.ofMinutes(1));

    assertThat(addresses()).contains("10.0.0.1", "10.0.0.9", "10.0.1.1");
  }

  @Test
  void whatAccessRulesHideIsNotGone() {
    consul.register(orders(1));
    consul.register(Instance.of("carts", "node/carts-1", "10.0.1.1", 8080));
    start();

    consul.conceal("orders");
    pass(Duration.ofMinutes(30));
    assertThat(services()).containsExactly("carts", "orders");
    assertThat(addresses()).containsExactly("10.0.1.1", "10.0.0.1");
    assertThat(codes()).containsExactly("SourceDenied");

    consul.showNothing(true);
    pass(Duration.ofMinutes(30));
    assertThat(addresses()).containsExactly("10.0.1.1", "10.0.0.1");

    consul.showNothing(false);
    consul.conceal();
    pass(Duration.ofMinutes(2));
    assertThat(last().findings()).isEmpty();
  }

  @Test
  void anEmptyDatacentreIsNeverComplete() {
    start();
    pass(Duration.ofHours(1));

    assertThat(last().complete()).isFalse();
    assertThat(codes()).containsExactly("SourceEmpty");

    consul.register(orders(1));
    pass(Duration.ofMinutes(1));
    assertThat(last().complete()).isTrue();
  }

  @Test
  void aDatacentreThatShowsNothingIsNeverComplete() {
    consul.register(orders(1));
    consul.showNothing(true);
    start();
    pass(Duration.ofHours(1));

    assertThat(last().complete()).isFalse();
    assertThat(codes()).containsExactly("SourceDenied");
  }

  @Test
  void moreServicesThanConnectionsTakeTurns() {
    for (int i = 0; i < 20; i++) {
      consul.register(Instance.of("s" + i, "node/s" + i, "10.1.0." + i, 80));
    }
    start();
    pass(Duration.ofMinutes(1));
    assertThat(consul.mostOpen()).isLessThanOrEqualTo(PACE.connections() + 1);
    assertThat(last().complete()).isTrue();
    assertThat(codes()).containsExactly("SourceTurns");

    consul.register(Instance.of("s7", "node/s7-b", "10.1.1.7", 80));
    pass(Duration.ofSeconds(15));
    assertThat(addresses()).contains("10.1.1.7");
  }
}
