package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.subject.Subjects;
import dev.portolan.bench.wire.AgentGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** B4: all agents come at once and hold nothing. */
final class ColdStart implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int HEAP = 2048;

  @Override
  public String id() {
    return "B4";
  }

  @Override
  public String title() {
    return "all agents come at once and hold nothing";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 40 : 300;
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(10_000, 1_000);
    int agents = setting.size(500, 100);
    try (Open open = new Open()) {
      setting.say("servers start; " + services + " services, " + agents + " agents");
      Subject floor = add(open, Subjects.floor(setting.place(), agents, Pour.MESSAGE_BYTES));
      Subject plain = add(open, Subjects.plain(setting.place(), agents, Pour.MESSAGE_BYTES));
      ServerProcess peer = Subjects.controlPlaneServer(setting.place(), services);
      open.add(peer, peer::close);
      Hub hub = Hub.start(setting.place(), HEAP, 1, agents);
      open.add(hub, hub::close);
      hub.seed(services);
      Turns turns = new Turns(floor, plain, peer, hub, agents);
      setting.say("warming up");
      turns.warm();
      for (List<Integer> order : Rounds.interleaved(List.of(0, 1, 2, 3), ROUNDS)) {
        setting.say("round " + (turns.ours.size() + 1) + " of " + ROUNDS);
        order.forEach(turns::take);
      }
      setting.say("the same once more, to see what it keeps in memory");
      double growth = growth(hub, agents);
      return outcome(turns, services, growth);
    }
  }

  private static Subject add(Open open, Subject subject) {
    return open.add(subject, subject::close);
  }

  /** What is measured in turns. */
  private static final class Turns {
    private static final int MESSAGES = 20;

    private final Pour floor;
    private final Pour plain;
    private final ServerProcess peer;
    private final Hub hub;
    private final int agents;
    private final List<Storm> peers = new ArrayList<>();
    private final List<Storm> ours = new ArrayList<>();

    private Turns(Subject floor, Subject plain, ServerProcess peer, Hub hub, int agents) {
      this.floor = new Pour(floor);
      this.plain = new Pour(plain);
      this.peer = peer;
      this.hub = hub;
      this.agents = agents;
    }

    private void warm() {
      for (int i = 0; i < 3; i++) {
        floor.once(MESSAGES, false);
        plain.once(MESSAGES, false);
        Storm.of(hub.server(), this::ourAgents);
      }
      Storm.of(peer, () -> Subjects.controlPlaneAgents(peer, Math.max(1, agents / 2)));
    }

    private void take(int which) {
      switch (which) {
        case 0 -> floor.once(MESSAGES, true);
        case 1 -> plain.once(MESSAGES, true);
        case 2 -> peers.add(Storm.of(peer, () -> Subjects.controlPlaneAgents(peer, agents)));
        default -> ours.add(Storm.of(hub.server(), this::ourAgents));
      }
    }

    private AgentGroup ourAgents() {
      return hub.connect(agents, hub::asNew, frame -> {});
    }
  }

  /**
   * Live bytes an agent at their height, beyond what one agent alone makes the hub keep: collected
   * and counted again and again while the storm lasts.
   */
  private static double growth(Hub hub, int agents) {
    AgentGroup first = hub.connect(1, hub::asNew, frame -> {});
    long before = hub.server().liveBytes();
    List<Long> seen = new ArrayList<>();
    Thread storm =
        new Thread(
            () -> Storm.of(hub.server(), () -> hub.connect(agents, hub::asNew, frame -> {})),
            "storm");
    storm.start();
    while (storm.isAlive()) {
      seen.add(hub.server().liveBytes());
      // Collections stop everything: between two of them the storm has to go on.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    first.close();
    long peak = seen.stream().mapToLong(Long::longValue).max().orElse(before);
    return (double) Math.max(0, peak - before) / agents;
  }

  private Outcome outcome(Turns turns, int services, double growth) {
    Row floor = turns.floor.row();
    Row plain = turns.plain.row();
    Row peer = Storm.row("java-control-plane", turns.peers);
    Row own = Storm.row("Portolan", turns.ours);
    double goodput = own.get(Storm.GOODPUT);
    return new Outcome(
        id(),
        title(),
        List.of(
            "%d services, %d agents on a connection each, connecting at the same moment."
                .formatted(services, turns.agents)),
        List.of(floor, plain, peer, own),
        List.of(
            Ratio.atMost(
                "time, Portolan / java-control-plane",
                own.get(Storm.TIME) / peer.get(Storm.TIME),
                1 / 8.0),
            Ratio.atMost(
                "server CPU, Portolan / java-control-plane",
                own.get(Storm.CPU) / peer.get(Storm.CPU),
                1 / 15.0),
            Ratio.atLeast("goodput, Portolan / floor", goodput / floor.get(Storm.GOODPUT), 0.25),
            Ratio.atLeast("goodput, Portolan / bare gRPC", goodput / plain.get(Storm.GOODPUT), 0.6),
            Ratio.atMost("live memory at its height, per agent", growth / 1024, 64, "KiB"),
            Ratio.atMost("largest message", own.get(Storm.LARGEST), 256, "KiB")),
        turns.floor.spread(),
        List.of(),
        List.of(
            "Between two rounds nobody is connected, so the hub forgets the scope and its responses"
                + " and makes them anew; the encoded records it keeps.",
            "Portolan sends each service and its endpoints as two resources, java-control-plane one"
                + " cluster: compare the bytes. Live memory is heap and direct buffers after a"
                + " collection, in a storm of its own that is not timed."));
  }
}
