package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.registry.Revision;
import java.util.ArrayList;
import java.util.List;

/** B9: how long a hub that was killed is away. */
final class HubStart implements Benchmark {
  private static final String LISTENING = "listening s";
  private static final String RESUMED = "agent resumed s";
  private static final String COLD = "new agent has all s";
  private static final int ENDPOINTS = 3;
  private static final int STARTS = 5;
  private static final double GOAL_SECONDS = 5;

  @Override
  public String id() {
    return "B9";
  }

  @Override
  public String title() {
    return "start of a hub";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 30 : 150;
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(333_333, 20_000);
    try (Hub hub = Hub.start(setting.place(), 5120, 8, 2)) {
      setting.say("a hub with " + services + " services");
      hub.seed(services);
      Revision held = hub.revision();
      List<Row> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        setting.say("killed and started, %d of %d".formatted(i + 1, STARTS));
        starts.add(start(hub, held, i == 0 ? "with all in its log" : "start " + (i + 1)));
      }
      Row first = starts.get(0);
      double worst = starts.stream().mapToDouble(row -> row.get(RESUMED)).max().orElseThrow();
      return new Outcome(
          id(),
          title(),
          List.of(
              "%d services of %d endpoints. The hub is killed and started on what it left on the disk; an agent that holds everything comes back, then one that has nothing comes."
                  .formatted(services, ENDPOINTS)),
          starts,
          List.of(
              Ratio.atMost(
                  "killed after writing all, agent resumed", first.get(RESUMED), GOAL_SECONDS, "s"),
              Ratio.atMost(
                  "the slowest of %d starts, agent resumed".formatted(STARTS),
                  worst,
                  GOAL_SECONDS,
                  "s")),
          0,
          List.of(),
          List.of(
              "The disk's pages are in the system's memory. Seconds are counted from the start of the process, the JVM's own included."));
    }
  }

  private static Row start(Hub hub, Revision held, String name) {
    long from = System.nanoTime();
    hub.restart();
    Row row = Row.of(name).with(LISTENING, since(from));
    try (AgentGroup resumed = hub.connect(1, i -> hub.holding(i, held), frame -> {})) {
      resumed.requireAlive();
      row = row.with(RESUMED, since(from));
      long cold = System.nanoTime();
      try (AgentGroup fresh = hub.connect(1, i -> hub.asNew(1), frame -> {})) {
        fresh.requireAlive();
        return row.with(COLD, since(cold));
      }
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
