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
import java.util.Map;
import java.util.TreeMap;

/** B2: whether a change costs more when there are more services. */
final class RegistrySize implements Benchmark {
  private static final int ORIGINS = 8;

  @Override
  public String id() {
    return "B2";
  }

  @Override
  public String title() {
    return "a change, by the size of the registry";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 60 : 330;
  }

  @Override
  public Outcome run(Setting setting) {
    List<Integer> ourSizes =
        setting.quick() ? List.of(1_000, 10_000) : List.of(1_000, 10_000, 50_000, 333_000);
    List<Integer> peerSizes =
        setting.quick() ? List.of(1_000, 10_000) : List.of(1_000, 10_000, 50_000);
    int agents = setting.size(100, 20);
    try (Open open = new Open()) {
      Subject floor = add(open, Subjects.floor(setting.place(), agents, Propagation.MESSAGE_BYTES));
      Map<Integer, Subject> ours = new TreeMap<>();
      for (int services : ourSizes) {
        ours.put(services, hub(setting, open, services, agents));
      }
      Map<Integer, Subject> peers = new TreeMap<>();
      for (int services : peerSizes) {
        setting.say("java-control-plane with " + services + " services");
        peers.put(services, add(open, Subjects.controlPlane(setting.place(), agents, services)));
      }
      List<Subject> all = new ArrayList<>(List.of(floor));
      all.addAll(ours.values());
      all.addAll(peers.values());
      Contest contest = Contest.run(setting, all, setting.size(20, 10), 40);
      return outcome(contest, floor, ours, peers);
    }
  }

  private static Subject hub(Setting setting, Open open, int services, int agents) {
    setting.say(
        "a hub with " + services + " services, reported by " + ORIGINS + " origins at once");
    Hub hub = Hub.start(setting.place(), services > 100_000 ? 5120 : 1536, ORIGINS, agents);
    open.add(hub, hub::close);
    hub.seed(services);
    return add(open, Subjects.portolan("Portolan", hub, agents));
  }

  private static Subject add(Open open, Subject subject) {
    return open.add(subject, subject::close);
  }

  private Outcome outcome(
      Contest contest, Subject floor, Map<Integer, Subject> ours, Map<Integer, Subject> peers) {
    List<Row> rows = new ArrayList<>(List.of(contest.row(floor)));
    Map<Integer, Row> own = rows(contest, ours, rows);
    Map<Integer, Row> other = rows(contest, peers, rows);
    int largest = ((TreeMap<Integer, Row>) own).lastKey();
    int shared = ((TreeMap<Integer, Row>) other).lastKey();
    List<Ratio> ratios = new ArrayList<>();
    for (String cost : List.of(Contest.LAST, Contest.CPU)) {
      ratios.add(
          Ratio.atMost(
              "%s, %d services / 1000 services".formatted(cost, largest),
              row(own, largest).get(cost) / row(own, 1_000).get(cost),
              1.3));
      ratios.add(
          Ratio.atMost(
              "%s at %d services, Portolan / java-control-plane".formatted(cost, shared),
              row(own, shared).get(cost) / row(other, shared).get(cost),
              0.05));
    }
    return new Outcome(
        id(),
        title(),
        List.of(
            "Services of three endpoints, %d subscribers, one change at a time; a hub a size, all of"
                    .formatted(floor.subscribers())
                + " them up at the same time and measured in turns."),
        rows,
        ratios,
        contest.spread(floor),
        List.of(
            plot("b2-time", "One change to the last subscriber", "ms", Contest.LAST, own, other),
            plot("b2-cpu", "Server CPU of one change", "ms", Contest.CPU, own, other)),
        List.of(
            "The hubs were filled by report streams of %d origins at once; agents came with a"
                    .formatted(ORIGINS)
                + " resume token, so they were not sent what they would hold."));
  }

  private static Map<Integer, Row> rows(
      Contest contest, Map<Integer, Subject> subjects, List<Row> all) {
    Map<Integer, Row> rows = new TreeMap<>();
    subjects.forEach(
        (services, subject) -> {
          Row row = contest.row(subject);
          rows.put(services, row);
          all.add(new Row(row.name() + ", " + services, row.figures()));
        });
    return rows;
  }

  private static Row row(Map<Integer, Row> rows, int services) {
    Row row = rows.get(services);
    if (row == null) {
      throw new IllegalStateException("nothing was measured with " + services);
    }
    return row;
  }

  private static Plot plot(
      String file,
      String title,
      String unit,
      String figure,
      Map<Integer, Row> own,
      Map<Integer, Row> other) {
    return new Plot(
        file,
        title + ", by services",
        "services",
        unit,
        List.of(
            new Plot.Curve("Portolan", points(own, figure)),
            new Plot.Curve("java-control-plane", points(other, figure))));
  }

  private static List<Plot.Point> points(Map<Integer, Row> rows, String figure) {
    return rows.entrySet().stream()
        .map(row -> new Plot.Point(row.getKey(), row.getValue().get(figure)))
        .toList();
  }
}
