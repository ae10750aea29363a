package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.subject.Subjects;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.registry.Revision;
import java.util.List;

/** B6: what services and idle agents take in memory. */
final class MemoryUse implements Benchmark {
  private static final String SERVICES = "MB / 1M endpoints";
  private static final String STREAM = "KiB / idle agent";
  private static final String RESIDENT = "resident MB";
  private static final double MEGABYTE = 1e6;
  private static final int ENDPOINTS = 3;
  private static final int CLUSTERS = 500;

  @Override
  public String id() {
    return "B6";
  }

  @Override
  public String title() {
    return "memory of services and of idle agents";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 40 : 180;
  }

  @Override
  public Outcome run(Setting setting) {
    int large = setting.size(333_333, 20_000);
    int small = setting.size(10_000, 2_000);
    int idle = setting.size(5_000, 500);
    int clusters = setting.size(CLUSTERS, 50);
    Row bare = bare(setting, idle);
    setting.say("java-control-plane with " + small + " services");
    Row peer = peer(setting, small, setting.size(100, 20));
    setting.say("a hub with " + small + " services and " + idle + " agents");
    Row few = hub(setting, "Portolan", small, idle, clusters);
    setting.say("a hub with " + large + " services and " + idle + " agents");
    Row many = hub(setting, "Portolan", large, idle, clusters);
    return new Outcome(
        id(),
        title(),
        List.of(
            "Heap and Netty's direct buffers that are live after a full collection. Services of three"
                + " endpoints, in memory with what one agent makes the hub keep encoded; then %d idle"
                    .formatted(idle)
                + " agents on a connection each that hold everything."),
        List.of(bare, peer, few, many),
        List.of(
            Ratio.atMost("1M endpoints, encoded bytes included", many.get(SERVICES), 250, "MB"),
            Ratio.atMost("one idle agent", many.get(STREAM), 12, "KiB"),
            Ratio.atMost(
                "one idle agent, %d services / %d services".formatted(large, small),
                many.get(STREAM) / few.get(STREAM),
                1.1),
            Ratio.atMost(
                "one idle agent, Portolan / bare gRPC", many.get(STREAM) / bare.get(STREAM), 1.4),
            Ratio.atLeast(
                "1M endpoints, java-control-plane / Portolan",
                peer.get(SERVICES) / many.get(SERVICES),
                2),
            Ratio.atLeast(
                "one agent at %d services, java-control-plane / Portolan".formatted(small),
                peer.get(STREAM) / few.get(STREAM),
                40)),
        0,
        List.of(),
        List.of(
            "The store's own memory (RocksDB's caches, outside the heap) is in the resident size"
                + " only, which also holds garbage that no collection was asked to give back."));
  }

  private static Row bare(Setting setting, int idle) {
    setting.say("bare gRPC with " + idle + " streams");
    long one;
    try (Subject few = Subjects.plain(setting.place(), 1, Propagation.MESSAGE_BYTES)) {
      one = few.server().liveBytes();
    }
    try (Subject many = Subjects.plain(setting.place(), idle, Propagation.MESSAGE_BYTES)) {
      double each = (double) (many.server().liveBytes() - one) / (idle - 1);
      return Row.of("bare gRPC")
          .with(STREAM, each / 1024)
          .with(RESIDENT, many.server().residentBytes() / MEGABYTE);
    }
  }

  private static Row peer(Setting setting, int services, int agents) {
    long empty;
    try (ServerProcess server = Subjects.controlPlaneServer(setting.place(), 1)) {
      empty = server.liveBytes();
    }
    try (ServerProcess server = Subjects.controlPlaneServer(setting.place(), services);
        AgentGroup first = Subjects.controlPlaneAgents(server, 1)) {
      first.requireAlive();
      long one = server.liveBytes();
      try (AgentGroup group = Subjects.controlPlaneAgents(server, agents)) {
        group.requireAlive();
        return Row.of("java-control-plane, " + services + " services")
            .with(SERVICES, (one - empty) / MEGABYTE * 1e6 / services / ENDPOINTS)
            .with(STREAM, (double) (server.liveBytes() - one) / agents / 1024)
            .with(RESIDENT, server.residentBytes() / MEGABYTE);
      }
    }
  }

  private static Row hub(Setting setting, String name, int services, int idle, int clusters) {
    int heap = services > 100_000 ? 5120 : 2048;
    try (Hub hub = Hub.start(setting.place(), heap, 8, clusters)) {
      long empty = hub.server().liveBytes();
      hub.seed(services);
      setting.say("filled");
      try (AgentGroup first = hub.connect(1, hub::asNew, frame -> {})) {
        first.requireAlive();
        long one = hub.server().liveBytes();
        Revision held = hub.revision();
        try (AgentGroup group = hub.connect(idle, i -> hub.holding(i, held), frame -> {})) {
          double each = (double) (hub.server().liveBytes() - one) / idle;
          group.requireAlive();
          return Row.of(name + ", " + services + " services")
              .with(SERVICES, (one - empty) / MEGABYTE * 1e6 / services / ENDPOINTS)
              .with(STREAM, each / 1024)
              .with(RESIDENT, hub.server().residentBytes() / MEGABYTE);
        }
      }
    }
  }
}
