package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.foreign.Consul;
import dev.portolan.bench.foreign.Eureka;
import dev.portolan.bench.foreign.ForeignRegistry;
import dev.portolan.bench.foreign.Programs;
import dev.portolan.bench.foreign.WrittenEntries;
import dev.portolan.bench.foreign.ZooKeeper;
import dev.portolan.bench.process.Parts;
import dev.portolan.bench.subject.Hub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** B12: from a change in a foreign registry to the ServiceEntry in a file. */
final class ForeignChange implements Benchmark {
  private static final String LARGE = "consul-large";
  private static final int SERVICES = 10;
  private static final int PAUSE_MILLIS = 50;
  private static final int HUB_HEAP = 512;
  private static final double BEYOND_FLOOR = 20;

  private int addresses;

  @Override
  public String id() {
    return "B12";
  }

  @Override
  public String title() {
    return "from a change in a foreign registry to the ServiceEntry in a file";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 150 : 480;
  }

  @Override
  public Optional<String> missing(Parts parts) {
    return parts.whyNoForeignRegistry();
  }

  @Override
  public Outcome run(Setting setting) {
    List<Way> ways = new ArrayList<>();
    try (Open open = new Open()) {
      setting.say("a Consul, a ZooKeeper, a Eureka, their sources, a hub and an agent");
      Hub hub =
          Hub.startForAgents(
              setting.place(),
              HUB_HEAP,
              1,
              List.of(Programs.CLUSTER, "consul", "zookeeper", "eureka", LARGE));
      open.add(hub, hub::close);
      Path sink = setting.place().fresh("sink");
      var agent = Programs.agent(setting.place(), sink, hub.server().port());
      open.add(agent, agent::close);
      WrittenEntries entries = new WrittenEntries(sink);
      for (ForeignRegistry registry : registries(setting, open)) {
        IntStream.range(0, SERVICES).forEach(each -> registry.move(each, address()));
        var source = Programs.source(setting.place(), registry, hub.server().port());
        open.add(source, source::close);
        ways.add(new Way(registry, entries));
      }
      measure(setting, ways);
      Row imported = new FirstImport(setting, hub).measure(LARGE);
      return outcome(setting, ways, imported);
    }
  }

  private static List<ForeignRegistry> registries(Setting setting, Open open) {
    Consul consul = Consul.start(setting.place(), "consul");
    open.add(consul, consul::close);
    ZooKeeper zooKeeper = ZooKeeper.start(setting.place());
    open.add(zooKeeper, zooKeeper::close);
    Eureka eureka = Eureka.start(setting.place());
    open.add(eureka, eureka::close);
    return List.of(consul, zooKeeper, eureka);
  }

  /** One registry: its own watch, and the whole way. */
  private final class Way {
    private final Probe floor;
    private final Probe whole;
    private int next;

    Way(ForeignRegistry registry, WrittenEntries entries) {
      floor =
          new Probe(
              "floor: %s's own watch".formatted(registry.name()),
              () -> registry.watched(address()));
      whole =
          new Probe(
              registry.name() + " to the file",
              () -> {
                int service = next++ % SERVICES;
                String address = address();
                long begin = System.nanoTime();
                registry.move(service, address);
                entries.await(registry.service(service), address, 60);
                return (System.nanoTime() - begin) / 1e6;
              });
    }

    double beyondFloor() {
      return whole.median() - floor.median();
    }
  }

  private static void measure(Setting setting, List<Way> ways) {
    List<Probe> probes = ways.stream().flatMap(way -> Stream.of(way.floor, way.whole)).toList();
    setting.say("warming up");
    probes.forEach(probe -> probe.warm(setting.size(100, 20), 10));
    int turn = setting.size(15, 5);
    int round = 0;
    for (List<Probe> order : Rounds.interleaved(probes, setting.rounds())) {
      setting.say("round " + ++round + " of " + setting.rounds());
      order.forEach(probe -> probe.turn(turn, PAUSE_MILLIS));
    }
  }

  private String address() {
    int number = addresses++;
    return "10.%d.%d.%d".formatted(100 + number / 40_000, number / 200 % 200, 1 + number % 200);
  }

  private Outcome outcome(Setting setting, List<Way> ways, Row imported) {
    List<Row> rows = new ArrayList<>();
    ways.forEach(way -> rows.addAll(List.of(way.floor.row(), way.whole.row())));
    rows.add(imported);
    List<Double> floors =
        IntStream.range(0, setting.rounds())
            .mapToObj(
                // Eureka's is made of asking, not of waiting.
                each ->
                    ways.get(0).floor.medians().get(each) + ways.get(1).floor.medians().get(each))
            .toList();
    return new Outcome(
        id(),
        title(),
        List.of(
            "A real Consul, ZooKeeper and Eureka, each with its source, %d services of one instance; a hub; an agent that writes files."
                .formatted(SERVICES),
            "A change gives an instance another address; it has arrived when the agent's file of the"
                + " service has that address."),
        rows,
        List.of(
            Ratio.atMost(
                "Consul: p50 beyond its own watch", ways.get(0).beyondFloor(), BEYOND_FLOOR, "ms"),
            Ratio.atMost(
                "ZooKeeper: p50 beyond its own watch",
                ways.get(1).beyondFloor(),
                BEYOND_FLOOR,
                "ms"),
            Ratio.atMost(
                "Eureka: p50, asked every %d ms".formatted(Eureka.POLL_MILLIS),
                ways.get(2).whole.median(),
                Eureka.POLL_MILLIS,
                "ms"),
            Ratio.atMost(
                "first import of %d instances".formatted(FirstImport.instances(setting)),
                imported.get(FirstImport.SECONDS),
                5,
                "s"),
            Ratio.atMost(
                "source's resident memory", imported.get(FirstImport.RESIDENT), 200, "MiB"),
            Ratio.atMost(
                "source's CPU while nothing happens",
                imported.get(FirstImport.CPU),
                2,
                "% of a core")),
        Samples.of(floors).spread(),
        List.of(),
        List.of(
            "Eureka's floor asks for its changes all the time: it has no watch. Its caches were set to"
                + " show changes at once, and its source asks every %d ms; by default both take up to"
                    .formatted(Eureka.POLL_MILLIS)
                + " 30 s.",
            "The first import is timed from the start of the source's process until the hub has every"
                + " instance."));
  }
}
