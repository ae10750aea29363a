package dev.portolan.source.eureka;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A source over Eureka's servers in memory, on a test's time. Confined to the test's thread. */
final class EurekaRig {
  static final URI A = URI.create("http://a:8761/eureka");
  static final URI B = URI.create("http://b:8761/eureka");
  static final EurekaPace PACE = EurekaPace.DEFAULT;

  private static final OriginId ORIGIN = new OriginId("eureka-1");

  final FakeTime time = new FakeTime();
  final FakeEureka eureka = new FakeEureka(time);
  final FakeEureka.Server server = eureka.server(A);
  private final List<LocalState> states = new ArrayList<>();
  private Duration stood = Duration.ZERO;

  void start(URI... servers) {
    SourceLoop loop = new SourceLoop(time, () -> time.instant().plus(stood), new Random(1));
    EurekaLocalServices.of(
            eureka,
            Stream.concat(Stream.of(A), Stream.of(servers)).toList(),
            new ServiceMapping(ORIGIN, MappingRules.DEFAULT),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            PACE,
            loop)
        .start(states::add);
    pass(Duration.ofSeconds(1));
  }

  static Instance orders(int number) {
    return Instance.of("ORDERS", "orders-" + number, "10.0.0." + number, 8080);
  }

  static Instance carts(int number) {
    return Instance.of("CARTS", "carts-" + number, "10.0.1." + number, 8080);
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  /** The source stands still for so long, and notices nothing but what time it is then. */
  void standStill(Duration duration) {
    stood = stood.plus(duration);
  }

  /** Until it has been asked once more. */
  void poll() {
    pass(PACE.poll().plusSeconds(1));
  }

  LocalState last() {
    return states.get(states.size() - 1);
  }

  List<LocalState> states() {
    return states;
  }

  List<String> services() {
    return last().records().origin(ORIGIN).services().stream()
        .map(each -> each.resource().key().name())
        .toList();
  }

  List<Endpoint> endpoints() {
    return last().records().origin(ORIGIN).slices().stream()
        .flatMap(slice -> slice.resource().endpoints().stream())
        .toList();
  }

  List<String> addresses() {
    return endpoints().stream().map(Endpoint::address).toList();
  }

  List<String> codes() {
    return last().findings().stream().map(finding -> finding.code().reason()).toList();
  }

  String message(String reason) {
    return last().findings().stream()
        .filter(finding -> finding.code().reason().equals(reason))
        .map(finding -> finding.message())
        .findFirst()
        .orElse("");
  }
}
