package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Fanned;
import dev.portolan.bench.subject.FannedEtcd;
import dev.portolan.bench.subject.FannedHub;
import dev.portolan.bench.subject.FannedZooKeeper;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.subject.Subjects;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** B3: many changes at once to many watchers, and large records. */
final class FanOut implements Benchmark {
  private static final int WRITERS = 64;
  private static final int HEAP = 2048;

  /** A round of the floor: some seconds, since shorter ones differ too much. */
  private static final int FLOOR_MESSAGES = 100;

  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Override
  public String id() {
    return "B3";
  }

  @Override
  public String title() {
    return "many changes at once, and large ones";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 60 : 330;
  }

  @Override
  public Outcome run(Setting setting) {
    rows.clear();
    ratios.clear();
    notes.clear();
    int watchers = setting.size(100, 20);
    try (Open open = new Open()) {
      small(setting, open, watchers);
    }
    double spread;
    try (Open open = new Open()) {
      spread = large(setting, open, setting.size(1_000, 100));
    }
    notes.add(
        "Portolan's writes are synced to disk and its watchers acknowledge; it may merge changes"
            + " into one response, and each record in it counts as a notification.");
    return new Outcome(
        id(),
        title(),
        List.of(
            "%d watchers of 10,000 records, a connection each; %d writers with one write in flight"
                    .formatted(watchers, WRITERS)
                + " each; large: one record of 64 KB changing all the time, %d watchers."
                    .formatted(setting.size(1_000, 100))),
        rows,
        ratios,
        spread,
        List.of(),
        notes);
  }

  private void small(Setting setting, Open open, int watchers) {
    int records = setting.size(9_984, 1_984);
    List<Blast> all = new ArrayList<>();
    setting.say("a hub with " + WRITERS + " origins");
    all.add(add(open, FannedHub.start(setting.place(), HEAP, WRITERS, watchers, records)));
    Optional<Blast> etcd = etcd(setting, open, watchers, records);
    etcd.ifPresent(all::add);
    setting.say("ZooKeeper");
    Blast zooKeeper =
        add(open, FannedZooKeeper.start(setting.place(), HEAP, WRITERS, watchers, records));
    all.add(zooKeeper);
    int millis = setting.size(4_000, 1_500);
    setting.say("warming up");
    all.forEach(blast -> blast.blast(2 * millis, false));
    int round = 0;
    for (List<Blast> order : Rounds.interleaved(all, setting.rounds())) {
      setting.say("round " + ++round + " of " + setting.rounds());
      order.forEach(blast -> blast.blast(millis, true));
      order.forEach(blast -> blast.steady(setting.size(200, 50), 10, true));
    }
    all.forEach(blast -> rows.add(blast.blastRow()));
    all.forEach(blast -> rows.add(blast.steadyRow()));
    etcd.ifPresent(other -> compare(all.get(0), other));
    ratios.add(
        Ratio.atLeast(
            "notifications / s, Portolan / ZooKeeper",
            all.get(0).blastRow().get(Blast.RATE) / zooKeeper.blastRow().get(Blast.RATE),
            5));
  }

  private Optional<Blast> etcd(Setting setting, Open open, int watchers, int records) {
    if (setting.place().parts().etcd().isEmpty()) {
      notes.add("No row with etcd: src-test/peers has not built it here.");
      return Optional.empty();
    }
    setting.say("etcd");
    return Optional.of(add(open, FannedEtcd.start(setting.place(), WRITERS, watchers, records)));
  }

  private static Blast add(Open open, Fanned registry) {
    return new Blast(open.add(registry, registry::close), WRITERS);
  }

  private void compare(Blast ours, Blast etcd) {
    Row own = ours.blastRow();
    Row other = etcd.blastRow();
    ratios.add(
        Ratio.atLeast(
            "notifications / s, Portolan / etcd", own.get(Blast.RATE) / other.get(Blast.RATE), 2));
    ratios.add(
        Ratio.atMost(
            "p50 in a blast, Portolan / etcd",
            own.get(Blast.MEDIAN) / other.get(Blast.MEDIAN),
            1 / 3.0));
    ratios.add(
        Ratio.atMost(
            "server CPU per notification in a blast, Portolan / etcd",
            own.get(Blast.CPU_EACH) / other.get(Blast.CPU_EACH),
            1));
    ratios.add(
        Ratio.atMost(
            "server CPU per notification at 100 changes / s, Portolan / etcd",
            ours.steadyRow().get(Blast.CPU_EACH) / etcd.steadyRow().get(Blast.CPU_EACH),
            1.5));
  }

  /** One large record that changes as fast as the hub takes it; how far the floor was apart. */
  private double large(Setting setting, Open open, int watchers) {
    setting.say("64 KB to " + watchers + " watchers");
    Subject floor = Subjects.floor(setting.place(), watchers, Pour.MESSAGE_BYTES);
    open.add(floor, floor::close);
    Hub hub = Hub.start(setting.place(), HEAP, 1, 100);
    open.add(hub, hub::close);
    hub.seed(1);
    AgentGroup agents =
        hub.connect(watchers, agent -> hub.holding(agent, hub.revision()), frame -> {});
    open.add(agents, agents::close);
    Pour pour = new Pour(floor);
    Torrent torrent = new Torrent(hub, agents);
    int millis = setting.size(3_000, 1_500);
    pour.once(10, false);
    torrent.run(2 * millis, false);
    for (List<Boolean> order : Rounds.interleaved(List.of(true, false), setting.rounds())) {
      for (boolean low : order) {
        if (low) {
          pour.once(FLOOR_MESSAGES, true);
        } else {
          torrent.run(millis, true);
        }
      }
    }
    agents.requireAlive();
    double rate = Samples.of(torrent.megabytes).median();
    Row low = pour.row();
    rows.add(low);
    rows.add(Row.of("Portolan, 64 KB records").with(Storm.GOODPUT, rate));
    ratios.add(
        Ratio.atLeast(
            "MB/s of 64 KB records, Portolan / floor", rate / low.get(Storm.GOODPUT), 0.35));
    return pour.spread();
  }

  /** Changes of one large record, each reported when the one before is durable. */
  private static final class Torrent {
    private final Hub hub;
    private final AgentGroup agents;
    private final List<Double> megabytes = new ArrayList<>();
    private int generation;

    private Torrent(Hub hub, AgentGroup agents) {
      this.hub = hub;
      this.agents = agents;
    }

    private void run(int millis, boolean measured) {
      long begin = System.nanoTime();
      long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
      long down = agents.traffic().down();
      while (System.nanoTime() < end) {
        hub.change(0, World.largeSlice(0, ++generation)).join();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (measured) {
        megabytes.add((agents.traffic().down() - down) / 1e6 / seconds);
      }
    }
  }
}
