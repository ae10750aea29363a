package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.FannedHub;
import dev.portolan.bench.wire.AgentGroup;
import java.util.ArrayList;
import java.util.List;

/** B10: whether a hub stays as it is while its services change all the time. */
final class Churn implements Benchmark {
  private static final int HEAP = 4096;
  private static final int WRITERS = 16;
  private static final int SLOW_MILLIS = 500;

  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Override
  public String id() {
    return "B10";
  }

  @Override
  public String title() {
    return "services that change all the time, for ten minutes";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 60 : 1_500;
  }

  @Override
  public Outcome run(Setting setting) {
    rows.clear();
    ratios.clear();
    notes.clear();
    int services = setting.size(10_000, 1_600);
    int perSecond = setting.size(1_000, 500);
    int few = setting.size(200, 40);
    int many = setting.size(5_000, 400);
    withMisfits(setting, services, perSecond, few);
    alike(setting, services, perSecond, many);
    return new Outcome(
        id(),
        title(),
        List.of(
            "%d services, of which one each in turn gets another endpoint, %d times a second."
                .formatted(services, perSecond),
            "Between two stretches the hub is asked for a full collection: heap and direct memory"
                + " are what is live then."),
        rows,
        ratios,
        0,
        List.of(),
        notes);
  }

  private void withMisfits(Setting setting, int services, int perSecond, int agents) {
    try (Open open = new Open()) {
      Churning churning = warm(setting, open, services, perSecond, agents);
      String name = agents + " agents";
      Row alone = churning.stretch(name + ", all alike", setting.size(60, 5));
      rows.add(alone);
      AgentGroup slow =
          churning.hub().connectSlow(churning.hub().holding(0, churning.durable()), SLOW_MILLIS);
      open.add(slow, slow::close);
      Flapping flapping = Flapping.start(churning.hub(), 1, churning::durable);
      open.add(flapping, flapping::close);
      List<Row> all = stretches(setting, churning, name + ", one slow, one coming and going");
      slow.requireAlive();
      notes.add(
          "The slow agent rests %d ms after each response; the one that comes and goes was back %d"
                  .formatted(SLOW_MILLIS, flapping.returns())
              + " times, %d of them too late for what it held.".formatted(flapping.fromNothing()));
      ratios.add(
          Ratio.atMost(
              "%s: p99 with a slow one and one that comes and goes / without".formatted(name),
              median(all, Churning.LATE) / alone.get(Churning.LATE),
              1.2));
      flat(name, all);
    }
  }

  private void alike(Setting setting, int services, int perSecond, int agents) {
    try (Open open = new Open()) {
      Churning churning = warm(setting, open, services, perSecond, agents);
      String name = agents + " agents";
      flat(name, stretches(setting, churning, name));
    }
  }

  private static Churning warm(
      Setting setting, Open open, int services, int perSecond, int agents) {
    setting.say(agents + " agents of " + services + " services");
    FannedHub registry = FannedHub.start(setting.place(), HEAP, WRITERS, agents, services);
    open.add(registry, registry::close);
    Churning churning = new Churning(registry, WRITERS, perSecond);
    setting.say("warming up");
    churning.stretch("", setting.size(60, 5));
    return churning;
  }

  /** Ten of them; the first, the fifth and the last stand in the table. */
  private List<Row> stretches(Setting setting, Churning churning, String name) {
    List<Row> all = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      setting.say("stretch " + i + " of 10");
      all.add(churning.stretch(name + ", stretch " + i, setting.size(60, 2)));
    }
    rows.add(all.get(0));
    rows.add(all.get(4));
    rows.add(all.get(9));
    return all;
  }

  private void flat(String name, List<Row> all) {
    for (String figure :
        List.of(Churning.LATE, Churning.HEAP, Churning.DIRECT, Churning.THREADS, Churning.FILES)) {
      ratios.add(
          Ratio.atMost(
              "%s: %s, last three stretches / first three".formatted(name, figure),
              median(all.subList(7, 10), figure) / median(all.subList(0, 3), figure),
              1.1));
    }
  }

  private static double median(List<Row> rows, String figure) {
    return Samples.of(rows.stream().map(row -> row.get(figure)).toList()).median();
  }
}
