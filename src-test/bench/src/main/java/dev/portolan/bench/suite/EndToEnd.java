package dev.portolan.bench.suite;

import dev.portolan.bench.cluster.Arrivals;
import dev.portolan.bench.cluster.Cluster;
import dev.portolan.bench.cluster.Writes;
import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.process.Parts;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** B7: from a change in one cluster's API server to the object in another's. */
final class EndToEnd implements Benchmark {
  private static final int SUBSCRIBERS = 2;
  private static final int PAUSE_MILLIS = 100;
  private static final int CHANGES_A_SECOND = 100;
  private static final String CPU = "CPU ms / change";
  private static final String APPLIES = "applies / change";
  private static final String NO_OPS = "no-op writes";

  @Override
  public String id() {
    return "B7";
  }

  @Override
  public String title() {
    return "from a change in one cluster to the object in another";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 60 : 210;
  }

  @Override
  public Optional<String> missing(Parts parts) {
    return parts.whyNoCluster();
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(200, 40);
    try (Open open = new Open()) {
      setting.say("two clusters, two agents, a hub; " + services + " services");
      Federation all = Federation.start(setting, open, services, SUBSCRIBERS);
      // Something to publish to the floor's subscribers, who are in a virtual mesh of their own.
      all.hub.seed(services);
      Subject push = Subjects.portolan("push", all.hub, SUBSCRIBERS);
      open.add(push, push::close);
      return measure(setting, open, all, push, services);
    }
  }

  private Outcome measure(Setting setting, Open open, Federation all, Subject push, int services) {
    Floors floors = new Floors(all, open, services);
    Arrivals arrivals = new Arrivals();
    var watch = all.west.api().watch(Cluster.entries(Federation.NAMESPACE), arrivals::event);
    open.add(watch, () -> watch.cancel(true));
    int[] next = {0};
    Probe whole =
        new Probe(
            "one at a time",
            () -> {
              Federation.done(change(all, arrivals, next[0]++ % services));
              return arrivals.all(60).get(0);
            });
    List<Probe> floor =
        List.of(
            new Probe("floor: a slice to a bare watch", floors::watch),
            new Probe(
                "floor: a report to the last of %d subscribers".formatted(SUBSCRIBERS),
                () -> push.publish() / 1e6),
            new Probe("floor: one server-side apply", floors::apply));
    List<Probe> probes = new ArrayList<>(floor);
    probes.add(whole);
    setting.say("warming up");
    probes.forEach(probe -> probe.warm(setting.size(300, 60), 10));
    load(all, arrivals, services, setting.size(10, 2));
    Count single = new Count(all, arrivals);
    int turn = setting.size(20, 10);
    int round = 0;
    for (List<Probe> order : Rounds.interleaved(probes, setting.rounds())) {
      setting.say("round " + ++round + " of " + setting.rounds());
      order.forEach(probe -> probe.turn(turn, PAUSE_MILLIS));
    }
    Row one = single.into(whole.row(), turn * setting.rounds(), turn * setting.rounds());
    int seconds = setting.size(30, 5);
    LoadedFloors beneath = new LoadedFloors(floors, push, new Rate(CHANGES_A_SECOND, services));
    setting.say("the floors at %d a second, before and after".formatted(CHANGES_A_SECOND));
    beneath.measure(seconds);
    setting.say(CHANGES_A_SECOND + " changes a second, for " + seconds + " s");
    Count many = new Count(all, arrivals);
    List<Double> loaded = load(all, arrivals, services, seconds);
    Row under =
        many.into(
            Probe.row(CHANGES_A_SECOND + " changes / s", Samples.of(loaded).median(), loaded),
            0,
            loaded.size());
    beneath.measure(seconds);
    return outcome(floor, one, beneath, under, services);
  }

  private static CompletableFuture<String> change(Federation all, Arrivals arrivals, int service) {
    String address = all.freshAddress();
    arrivals.sent(service, address);
    return all.move(service, address);
  }

  /** Changes services one after the other at a steady rate; how long each change took. */
  private static List<Double> load(Federation all, Arrivals arrivals, int services, int seconds) {
    var unused =
        new Rate(CHANGES_A_SECOND, services)
            .run(seconds, service -> change(all, arrivals, service));
    return arrivals.all(60);
  }

  /** What was written in the reading cluster, and what that cost, from now on. */
  private static final class Count {
    private final Federation all;
    private final Arrivals arrivals;
    private final Writes before;
    private final int changedBefore;
    private final double cpuBefore;

    Count(Federation all, Arrivals arrivals) {
      this.all = all;
      this.arrivals = arrivals;
      this.before = Writes.of(all.west.api());
      this.changedBefore = arrivals.changed();
      this.cpuBefore = cpu();
    }

    private double cpu() {
      double micros = 0;
      for (ServerProcess process :
          List.of(all.eastAgent.process(), all.hub.server(), all.westAgent.process())) {
        micros += process.cpuMicros();
      }
      return micros / 1000;
    }

    /** A row with it; {@code floor} of the applies were the floor's own. */
    Row into(Row row, int floor, int changes) {
      Writes since = Writes.of(all.west.api()).since(before);
      long applies = since.entries() - floor;
      int events = arrivals.changed() - changedBefore;
      long unchanging = applies - events + since.rules() + since.others();
      Row counted = row.with(APPLIES, (double) applies / changes).with(NO_OPS, (double) unchanging);
      // In turns with floors, the processes work for these, too.
      return floor > 0 ? counted : counted.with(CPU, (cpu() - cpuBefore) / changes);
    }
  }

  private Outcome outcome(
      List<Probe> floors, Row one, LoadedFloors beneath, Row under, int services) {
    List<Double> sums =
        IntStream.range(0, floors.get(0).medians().size())
            .mapToObj(
                round -> floors.stream().mapToDouble(probe -> probe.medians().get(round)).sum())
            .toList();
    double sum = Samples.of(sums).median();
    List<Row> rows = new ArrayList<>(floors.stream().map(Probe::row).toList());
    rows.add(Row.of("sum of the floors").with(Probe.MEDIAN, sum));
    rows.add(one);
    rows.addAll(beneath.rows());
    rows.add(under);
    return new Outcome(
        id(),
        title(),
        List.of(
            "Two real API servers on one etcd, a hub, two agents; %d services of three pods."
                .formatted(services),
            "A change gives one pod of a service another address in its EndpointSlice; it has arrived"
                + " when a watch in the other cluster shows the ServiceEntry with that address."),
        rows,
        List.of(
            Ratio.atMost("p50 one at a time / sum of the floors", one.get(Probe.MEDIAN) / sum, 1.5),
            Ratio.atMost(
                "p99 at %1$d changes / s beyond the sum of the floors at %1$d / s"
                    .formatted(CHANGES_A_SECOND),
                under.get(Probe.LATE) - beneath.sum(),
                50,
                "ms"),
            Ratio.atMost("applies per change, one at a time", one.get(APPLIES), 1),
            Ratio.atMost(
                "applies per change, %d changes / s".formatted(CHANGES_A_SECOND),
                under.get(APPLIES),
                1),
            Ratio.atMost("writes that changed nothing", one.get(NO_OPS) + under.get(NO_OPS), 0)),
        Samples.of(sums).spread(),
        List.of(),
        List.of(
            "Agents wrote with --write.rate=1000: at the default of 20 a second that pace would be what"
                + " is measured.",
            "All of it shares the machine: both API servers, etcd, the hub, both agents and the"
                + " client."));
  }
}
