package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Plot;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.subject.Subjects;
import java.util.ArrayList;
import java.util.List;

/** B1: how long one change takes to the last subscriber, and what that costs the server. */
final class Propagation implements Benchmark {
  private static final int HEAP = 2048;

  /** What one change is in the peers' messages; ours is measured and printed. */
  static final int MESSAGE_BYTES = 363;

  @Override
  public String id() {
    return "B1";
  }

  @Override
  public String title() {
    return "from a change to the last subscriber";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 50 : 300;
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(10_000, 1_000);
    int agents = setting.size(500, 100);
    try (Open open = new Open()) {
      setting.say(agents + " subscribers connect to each server; " + services + " services");
      Subject floor = add(open, Subjects.floor(setting.place(), agents, MESSAGE_BYTES));
      Subject plain = add(open, Subjects.plain(setting.place(), agents, MESSAGE_BYTES));
      Subject peer = add(open, Subjects.controlPlane(setting.place(), agents, services));
      Hub hub = Hub.start(setting.place(), HEAP, 1, agents);
      open.add(hub, hub::close);
      hub.seed(services);
      Subject ours = add(open, Subjects.portolan("Portolan", hub, agents));
      Hub closed = Hub.startWithTls(setting.place(), HEAP, 1, agents);
      open.add(closed, closed::close);
      closed.seed(services);
      Subject guarded = add(open, Subjects.portolan("Portolan with mTLS", closed, agents));
      Contest contest =
          Contest.run(
              setting, List.of(floor, plain, peer, ours, guarded), setting.size(20, 10), 100);
      ours.close();
      guarded.close();
      Plot curve = bySubscribers(setting, hub, agents);
      return outcome(contest, floor, List.of(plain, peer, ours, guarded), services, curve);
    }
  }

  private static Subject add(Open open, Subject subject) {
    return open.add(subject, subject::close);
  }

  /** The same hub with fewer subscribers. */
  private static Plot bySubscribers(Setting setting, Hub hub, int most) {
    List<Plot.Point> time = new ArrayList<>();
    List<Plot.Point> cpu = new ArrayList<>();
    for (int agents = most / 50; agents <= most; agents *= agents * 10 > most ? 5 : 10) {
      try (Subject ours = Subjects.portolan("Portolan to " + agents, hub, agents)) {
        Row row = Contest.run(setting, List.of(ours), 10, 50).row(ours);
        time.add(new Plot.Point(agents, row.get(Contest.LAST)));
        cpu.add(new Plot.Point(agents, row.get(Contest.CPU)));
      }
    }
    return new Plot(
        "b1-subscribers",
        "One change, by subscribers",
        "subscribers",
        "ms",
        List.of(new Plot.Curve("last p50 ms", time), new Plot.Curve("server CPU ms", cpu)));
  }

  private Outcome outcome(
      Contest contest, Subject floor, List<Subject> others, int services, Plot curve) {
    Row low = contest.row(floor);
    Row peer = contest.row(others.get(1));
    Row own = contest.row(others.get(2));
    String last = "last-of-" + floor.subscribers();
    return new Outcome(
        id(),
        title(),
        List.of(
            services
                + " services of three endpoints, "
                + floor.subscribers()
                + " subscribers on a connection each, one change at a time, 10 a second."),
        List.of(low, contest.row(others.get(0)), peer, own, contest.row(others.get(3))),
        List.of(
            Ratio.atMost(
                last + " p50, Portolan / floor", own.get(Contest.LAST) / low.get(Contest.LAST), 2),
            Ratio.atMost(
                last + " p50, Portolan / java-control-plane",
                own.get(Contest.LAST) / peer.get(Contest.LAST),
                0.25),
            Ratio.atMost(
                "server CPU per delivery, Portolan / floor",
                own.get(Contest.CPU_EACH) / low.get(Contest.CPU_EACH),
                3)),
        contest.spread(floor),
        List.of(curve),
        List.of(
            "Portolan's time begins with the origin's report and includes the durable write; each"
                + " delivery is the changed endpoints with the point that they complete, acknowledged"
                + " as in force at once.",
            "With mTLS, every agent and the origin have a certificate of their own (P-256, TLS 1.3, the"
                + " JDK's TLS at both ends); the client's share of the cost is in the time, not in the"
                + " server's CPU."));
  }
}
