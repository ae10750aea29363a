package dev.portolan.bench.suite;

import dev.portolan.bench.cluster.AgentProcess;
import dev.portolan.bench.cluster.Api;
import dev.portolan.bench.cluster.Cluster;
import dev.portolan.bench.cluster.Workloads;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Etcd;
import dev.portolan.bench.subject.Hub;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two clusters with an agent each and a hub between them; one offers services, the other gets a
 * ServiceEntry and a DestinationRule of each.
 */
final class Federation {
  static final String NAMESPACE = "shop";
  static final int PODS = 3;

  /** More than what is measured needs: what a pace costs is known without measuring. */
  private static final List<String> PACE = List.of("--write.rate=1000", "--write.burst=1000");

  private static final int HEAP = 512;
  private static final int START_SECONDS = 180;

  final Hub hub;
  final Cluster east;
  final Cluster west;
  final AgentProcess eastAgent;
  final AgentProcess westAgent;
  private final Workloads workloads;
  private final AtomicInteger moves = new AtomicInteger();

  private Federation(Setting setting, Open open, int services, int subscribers) {
    ServerProcess etcd = Etcd.start(setting.place());
    open.add(etcd, etcd::close);
    east = cluster(setting, open, etcd, "east");
    west = cluster(setting, open, etcd, "west");
    hub = Hub.startForAgents(setting.place(), HEAP, subscribers, List.of("east", "west"));
    open.add(hub, hub::close);
    workloads = new Workloads(east.api(), NAMESPACE, PODS);
    workloads.deploy(services);
    eastAgent = agent(setting, open, east);
    westAgent = agent(setting, open, west);
    Wait.until(
        "every host is written",
        START_SECONDS,
        () -> hub.standing("west").isComplete(2 * services));
  }

  /** Starts all, and waits until every host is written. */
  static Federation start(Setting setting, Open open, int services, int subscribers) {
    return new Federation(setting, open, services, subscribers);
  }

  private static Cluster cluster(Setting setting, Open open, ServerProcess etcd, String name) {
    Cluster cluster = Cluster.start(setting.place(), etcd, name);
    open.add(cluster, cluster::close);
    Workloads.node(cluster.api());
    Workloads.namespaces(cluster.api(), List.of(NAMESPACE));
    return cluster;
  }

  private AgentProcess agent(Setting setting, Open open, Cluster cluster) {
    AgentProcess agent = AgentProcess.start(setting.place(), cluster, hub.server().port(), PACE);
    return open.add(agent, agent::close);
  }

  /** An address that nobody had yet. */
  String freshAddress() {
    int number = moves.incrementAndGet();
    return "10.%d.%d.%d".formatted(1 + (number >> 16), number >> 8 & 0xff, number & 0xff);
  }

  /** Lets a pod of a service have another address. */
  CompletableFuture<String> move(int service, String address) {
    return workloads.move(service, address);
  }

  /** Where the slices of the services are. */
  String slices() {
    return workloads.slices();
  }

  /** A ServiceEntry that the agent has written, as JSON. */
  String someEntry() {
    return west.api().get(Cluster.entries(NAMESPACE) + "?limit=1");
  }

  /** Waits for a write. */
  static void done(CompletableFuture<String> write) {
    Api.join(write);
  }
}
