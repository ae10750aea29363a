package dev.portolan.source.zookeeper;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A source over an ensemble in memory, on a test's time. Confined to the test's thread. */
class ZooKeeperRig {
  static final Duration TICK = Duration.ofSeconds(1);
  static final Duration LONG = Duration.ofMinutes(30);
  static final ZooKeeperPace PACE = ZooKeeperPace.DEFAULT;
  private static final OriginId ORIGIN = new OriginId("zk-1");

  final FakeTime time = new FakeTime();
  private final SourceLoop loop = new SourceLoop(time, time, new Random(1));
  final FakeZooKeeper zooKeeper = new FakeZooKeeper();
  final List<LocalState> states = new ArrayList<>();

  void start(String... paths) {
    ZooKeeperLocalServices.of(
            zooKeeper,
            paths.length == 0 ? List.of("/services") : List.of(paths),
            new ServiceMapping(ORIGIN, MappingRules.DEFAULT),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            PACE,
            loop)
        .start(states::add);
    time.pass(TICK);
  }

  LocalState last() {
    return states.get(states.size() - 1);
  }

  List<String> services() {
    return last().records().origin(ORIGIN).services().stream()
        .map(each -> each.resource().key().name())
        .toList();
  }

  List<String> addresses() {
    return last().records().origin(ORIGIN).slices().stream()
        .flatMap(slice -> slice.resource().endpoints().stream())
        .map(endpoint -> (endpoint.ready() ? "" : "!") + endpoint.address())
        .sorted()
        .toList();
  }

  List<String> codes() {
    return last().findings().stream().map(finding -> finding.code().reason()).toList();
  }

  void orders(int number) {
    zooKeeper.put("/services/orders/" + number, "10.0.0." + number + ":8080");
  }

  void carts() {
    zooKeeper.put("/services/carts/1", "{\"address\":\"10.0.1.1\",\"port\":8080}");
  }
}
