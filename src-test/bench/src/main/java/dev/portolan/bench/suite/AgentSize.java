package dev.portolan.bench.suite;

import dev.portolan.bench.cluster.AgentProcess;
import dev.portolan.bench.cluster.Cluster;
import dev.portolan.bench.cluster.Workloads;
import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.process.Parts;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Etcd;
import dev.portolan.bench.subject.Hub;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** B8: what an agent of a large cluster takes in memory, and how long it takes to be of use. */
final class AgentSize implements Benchmark {
  private static final String RESIDENT = "resident MiB";
  private static final String PEAK = "peak MiB";
  private static final String COMPLETE = "complete after s";
  private static final double MEBIBYTE = 1 << 20;
  private static final int PODS_OF_SERVICE = 10;
  private static final int NAMESPACES = 100;
  private static final int HUB_HEAP = 1024;
  private static final int COMPLETE_SECONDS = 600;

  // The hub's benchmarks call their clusters so.
  private static final String NAME = "agent-0000";

  @Override
  public String id() {
    return "B8";
  }

  @Override
  public String title() {
    return "memory and start of an agent";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 90 : 420;
  }

  @Override
  public Optional<String> missing(Parts parts) {
    return parts.whyNoCluster();
  }

  @Override
  public Outcome run(Setting setting) {
    int imported = setting.size(5_000, 500);
    int pods = setting.size(2_000, 200);
    // The cluster's own services have their global hosts, too: a ServiceEntry and a
    // DestinationRule.
    int objects = 2 * (imported + pods / PODS_OF_SERVICE);
    try (Open open = new Open()) {
      ServerProcess etcd = Etcd.start(setting.place());
      open.add(etcd, etcd::close);
      Cluster cluster = Cluster.start(setting.place(), etcd, NAME);
      open.add(cluster, cluster::close);
      setting.say("a cluster with " + pods + " pods, and " + imported + " services elsewhere");
      fill(cluster, pods);
      Hub hub = Hub.startForAgents(setting.place(), HUB_HEAP, 1, List.of());
      open.add(hub, hub::close);
      hub.seed(imported);
      setting.say("an agent that holds nothing");
      Instant start = Instant.now();
      AgentProcess agent =
          AgentProcess.start(
              setting.place(),
              cluster,
              hub.server().port(),
              List.of("--write.rate=1000", "--write.burst=1000"));
      open.add(agent, agent::close);
      Row cold = row(setting, "first start", hub, agent, start, objects);
      Row changing = changing(setting, hub, agent);
      setting.say("the next agent, on what this one left");
      Instant again = Instant.now();
      agent.restart();
      Row warm = row(setting, "started again", hub, agent, again, objects);
      return outcome(List.of(cold, changing, warm), imported, pods);
    }
  }

  private static void fill(Cluster cluster, int pods) {
    Workloads.node(cluster.api());
    Workloads.namespaces(
        cluster.api(),
        IntStream.range(0, NAMESPACES)
            .mapToObj(i -> String.format(Locale.ROOT, "ns-%02d", i))
            .toList());
    Workloads.namespaces(cluster.api(), List.of("local"));
    new Workloads(cluster.api(), "local", PODS_OF_SERVICE).deploy(pods / PODS_OF_SERVICE);
  }

  private static Row row(
      Setting setting, String name, Hub hub, AgentProcess agent, Instant start, int objects) {
    Wait.until(
        name + ": all objects stand",
        COMPLETE_SECONDS,
        () -> {
          var now = hub.standing(NAME);
          return now.isOfProcessSince(start) && now.isComplete(objects);
        });
    double seconds = (Instant.now().toEpochMilli() - start.toEpochMilli()) / 1e3;
    setting.say("complete; looking at it for a while");
    return memory(Row.of(name).with(COMPLETE, seconds), agent, setting.size(75, 35));
  }

  /** The largest of what is resident after so many seconds and a few moments before that. */
  private static Row memory(Row row, AgentProcess agent, int seconds) {
    double resident = 0;
    for (int i = 0; i < seconds; i++) {
      Wait.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
      if (i >= seconds - 10) {
        resident = Math.max(resident, agent.process().residentBytes() / MEBIBYTE);
      }
    }
    return row.with(RESIDENT, resident).with(PEAK, agent.process().peakResidentBytes() / MEBIBYTE);
  }

  private static Row changing(Setting setting, Hub hub, AgentProcess agent) {
    int changes = setting.size(600, 100);
    setting.say(changes + " changes elsewhere, 20 a second");
    for (int i = 0; i < changes; i++) {
      Wait.until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
      hub.changes(1);
    }
    return memory(Row.of("after %d changes elsewhere".formatted(changes)), agent, 11);
  }

  private Outcome outcome(List<Row> rows, int imported, int pods) {
    double most = rows.stream().mapToDouble(row -> row.get(RESIDENT)).max().orElseThrow();
    double peak = rows.stream().mapToDouble(row -> row.get(PEAK)).max().orElseThrow();
    return new Outcome(
        id(),
        title(),
        List.of(
            "A real API server with %d pods in %d services; %d imported services of three endpoints, each a ServiceEntry and a DestinationRule. Flags of the JVM: deploy/agent/jvm.options."
                .formatted(pods, pods / PODS_OF_SERVICE, imported),
            "Resident is what the system counts, shared files included, the largest of the last ten"
                + " seconds; peak is the most since the process began."),
        rows,
        List.of(
            Ratio.atMost("resident, settled", most, 128, "MiB"),
            Ratio.atMost("resident, at any time", peak, 128, "MiB")),
        0,
        List.of(),
        List.of(
            "Complete: the agent has read its cluster and what the hub has, and every object stands,"
                + " as the hub is told. The first start writes all objects, with --write.rate=1000; at"
                + " the default of 20 a second, the writing alone takes %d s."
                    .formatted(imported * 2 / 20)));
  }
}
