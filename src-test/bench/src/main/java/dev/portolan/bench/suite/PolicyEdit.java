package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.RuledHub;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.wire.AgentGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** B11: what it costs to edit one policy of many, and when the last cluster has it. */
final class PolicyEdit implements Benchmark {
  private static final int HEAP = 2048;
  private static final double GOAL_CPU = 50;

  @Override
  public String id() {
    return "B11";
  }

  @Override
  public String title() {
    return "one policy of many is edited";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 40 : 120;
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(10_000, 1_000);
    int policies = setting.size(1_000, 200);
    int clusters = setting.size(100, 40);
    try (Open open = new Open()) {
      setting.say(clusters + " clusters, " + services + " services, " + policies + " policies");
      Hub hub = Hub.startRuledByRequest(setting.place(), HEAP, 1, clusters);
      open.add(hub, hub::close);
      RuledHub ruled = RuledHub.of(hub, policies);
      open.add(ruled, ruled::close);
      hub.seed(services);
      AgentGroup agents = hub.connect(clusters, hub::asNew, frame -> {});
      open.add(agents, agents::close);
      Subject change = ruled.changes(agents);
      Subject edit = ruled.edits(agents);
      Contest contest =
          Contest.run(setting, List.of(change, edit), setting.size(20, 10), setting.size(100, 60));
      Row edited = contest.row(edit);
      Row previewed = preview(setting, hub, ruled);
      double apart = edited.get(Contest.LAST) / contest.row(change).get(Contest.LAST);
      return new Outcome(
          id(),
          title(),
          List.of(
              "%d services of three endpoints, %d policies about one host each (half of them traffic policies, half failover policies), %d clusters on a connection each; one change or edit at a time."
                  .formatted(services, policies, clusters)),
          List.of(contest.row(change), edited, previewed),
          List.of(
              Ratio.atMost("hub CPU of an edit", edited.get(Contest.CPU), GOAL_CPU, "ms"),
              Ratio.atMost(
                  "hub CPU of planning it in every cluster (preview)",
                  previewed.get(Contest.CPU),
                  GOAL_CPU,
                  "ms"),
              Ratio.atMost("last cluster has it p50, an edit / a change of endpoints", apart, 1.5)),
          contest.spread(change),
          List.of(),
          List.of(
              "An edit is asked for by RPC and durable before it is sent; agents plan for themselves, the hub only where a preview is asked for. The preview's time is until its last answer."));
    }
  }

  private static Row preview(Setting setting, Hub hub, RuledHub ruled) {
    setting.say("warming up previews");
    long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(setting.size(12, 6));
    while (System.nanoTime() < warm) {
      previewed(ruled);
    }
    setting.say("previews");
    int times = setting.size(20, 10);
    List<Double> cpu = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < setting.rounds(); round++) {
      double before = hub.server().cpuMicros();
      for (int i = 0; i < times; i++) {
        millis.add(previewed(ruled));
      }
      cpu.add((hub.server().cpuMicros() - before) / 1000 / times);
    }
    return Row.of("the preview of an edit")
        .with(Contest.LAST, Samples.of(millis).median())
        .with(Contest.LAST_P90, Samples.of(millis).percentile(0.9))
        .with(Contest.CPU, Samples.of(cpu).median());
  }

  /** Milliseconds of one. */
  private static double previewed(RuledHub ruled) {
    long begin = System.nanoTime();
    int hosts = ruled.preview();
    if (hosts != ruled.clusters()) {
      throw new IllegalStateException(
          "a preview showed the host in %d clusters of %d".formatted(hosts, ruled.clusters()));
    }
    return (System.nanoTime() - begin) / 1e6;
  }
}
