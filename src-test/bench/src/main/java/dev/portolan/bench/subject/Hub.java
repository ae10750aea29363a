package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.role.HubRole;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.Channels;
import dev.portolan.bench.wire.HubTransport;
import dev.portolan.bench.wire.Reporter;
import dev.portolan.bench.wire.Subscriptions;
import dev.portolan.bench.wire.World;
import dev.portolan.registry.Revision;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * A hub in a process of its own, with its store on disk, and the origins that report to it. What it
 * holds has come the way everything comes: in batches on report streams.
 */
public final class Hub implements AutoCloseable {
  private static final int BATCH_SERVICES = 250;
  private static final int BATCHES_AHEAD = 4;
  private static final String NO_BEAT = "10m";
  // Shorter than agents wait for one.
  private static final String BEAT = "5s";
  private static final List<byte[]> NOTHING_LISTED = Subscriptions.laterRequests(Map.of());

  private final Place place;
  private final Path directory;
  private final HubTransport transport;
  private final int heap;
  private final int agents;
  private final List<String> clusters;
  private final String beat;
  private final String rules;
  private final List<String> origins;
  private final List<Reporter> reporters = new ArrayList<>();
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private ServerProcess server;
  private Revision revision = Revision.NONE;
  private int services;
  private int changes;

  private Hub(
      Place place,
      HubTransport transport,
      int heap,
      int origins,
      int agents,
      List<String> clusters,
      String beat,
      boolean byRequest) {
    this.place = place;
    this.transport = transport;
    this.heap = heap;
    this.agents = agents;
    this.clusters = clusters;
    this.beat = beat;
    this.origins = names("shop", origins);
    this.directory = place.fresh("hub");
    this.rules = byRequest ? "" : directory.resolve("mesh.yaml").toString();
    if (!byRequest) {
      writeMesh();
    }
    server = start();
  }

  /**
   * Starts a hub that knows of clusters for so many agents, and of no service.
   *
   * @param heap mebibytes
   * @param origins clusters that offer services
   */
  public static Hub start(Place place, int heap, int origins, int agents) {
    return reported(
        new Hub(place, HubTransport.PLAIN, heap, origins, agents, List.of(), NO_BEAT, false));
  }

  /** The same that has no rules until it is asked to take some. */
  public static Hub startRuledByRequest(Place place, int heap, int origins, int agents) {
    return reported(
        new Hub(place, HubTransport.PLAIN, heap, origins, agents, List.of(), NO_BEAT, true));
  }

  /** The same that knows its origins and agents by certificates. */
  public static Hub startWithTls(Place place, int heap, int origins, int agents) {
    return reported(
        new Hub(
            place,
            HubTransport.mutualTls(place.fresh("tls")),
            heap,
            origins,
            agents,
            List.of(),
            NO_BEAT,
            false));
  }

  /**
   * Starts a hub for real agents: it beats as users have it, since they give a silent hub up.
   *
   * @param clusters members of a second virtual mesh, which nobody has reported yet
   */
  public static Hub startForAgents(Place place, int heap, int agents, List<String> clusters) {
    return reported(new Hub(place, HubTransport.PLAIN, heap, 1, agents, clusters, BEAT, false));
  }

  private static Hub reported(Hub hub) {
    hub.reportClusters();
    return hub;
  }

  private ServerProcess start() {
    List<String> words =
        new ArrayList<>(List.of(directory.resolve("data").toString(), rules, beat));
    words.addAll(transport.hubFlags());
    return place.role(HubRole.class, heap, words);
  }

  private void writeMesh() {
    String yaml = mesh("bench", members());
    if (!clusters.isEmpty()) {
      yaml += "---\n" + mesh("clusters", clusters);
    }
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("mesh.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everybody of the first virtual mesh. */
  List<String> members() {
    List<String> members = new ArrayList<>(origins);
    members.addAll(names("agent", agents));
    return members;
  }

  /** A connection of its own, for whoever needs no certificate; to be closed by who asked. */
  ManagedChannel anybody() {
    return transport.as("", server.port());
  }

  /** The connection of an origin, which is everybody's where the hub asks for no certificate. */
  private ManagedChannel channel(String origin) {
    return channels.computeIfAbsent(
        transport == HubTransport.PLAIN ? "" : origin,
        anybody -> transport.as(origin, server.port()));
  }

  private static String mesh(String name, List<String> members) {
    return """
        apiVersion: portolan.dev/v1
        kind: VirtualMesh
        metadata: {name: %s}
        spec:
          members: %s
          suffix: svc.clusterset.local
          exports: {namespaces: ["*"]}
        """
        .formatted(name, members);
  }

  private static List<String> names(String kind, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(String.format(Locale.ROOT, "%s-%04d", kind, i));
    }
    return names;
  }

  private void reportClusters() {
    for (String agent : names("agent", agents)) {
      Reporter reporter = Reporter.open(channel(agent), agent);
      CompletableFuture<Revision> reported = reporter.batch(List.of(World.cluster(agent)));
      revision = later(revision, reported.join());
      revision = later(revision, reporter.complete().join());
      reporter.end();
    }
    for (String origin : origins) {
      Reporter reporter = Reporter.open(channel(origin), origin);
      reporters.add(reporter);
      revision = later(revision, reporter.batch(List.of(World.cluster(origin))).join());
    }
  }

  /** Lets the origins offer services, all of them at once, and say that this is all. */
  public void seed(int count) {
    List<Thread> seeders = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      int origin = i;
      Thread seeder = new Thread(() -> seed(origin, count), "seeder-" + origin);
      seeder.start();
      seeders.add(seeder);
    }
    for (Thread seeder : seeders) {
      try {
        seeder.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    services = count;
    for (Reporter reporter : reporters) {
      revision = later(revision, reporter.complete().join());
    }
  }

  private void seed(int origin, int count) {
    Reporter reporter = reporters.get(origin);
    Deque<CompletableFuture<Revision>> ahead = new ArrayDeque<>();
    List<BatchItem> batch = new ArrayList<>();
    for (int service = origin; service < count; service += origins.size()) {
      batch.addAll(World.offered(service));
      if (batch.size() == 2 * BATCH_SERVICES) {
        ahead.add(reporter.batch(batch));
        batch = new ArrayList<>();
        if (ahead.size() > BATCHES_AHEAD) {
          ahead.remove().join();
        }
      }
    }
    if (!batch.isEmpty()) {
      ahead.add(reporter.batch(batch));
    }
    ahead.forEach(CompletableFuture::join);
  }

  /** Moves one endpoint of the next service; the future is done when that is durable. */
  public CompletableFuture<Revision> change() {
    int number = changes % services;
    int generation = changes / services + 1;
    changes++;
    return change(number, World.slice(number, generation));
  }

  /** Replaces the endpoints of a service. */
  public CompletableFuture<Revision> change(int service, BatchItem slice) {
    return reporters.get(service % origins.size()).batch(List.of(slice));
  }

  /** The origin that a service belongs to. */
  public int originOf(int service) {
    return service % origins.size();
  }

  public int services() {
    return services;
  }

  /** What all that was reported before is in. */
  public Revision revision() {
    return revision;
  }

  /** Makes so many changes and waits until they are durable; the revision that holds them. */
  public Revision changes(int count) {
    for (int i = 0; i < count; i++) {
      revision = later(revision, change().join());
    }
    return revision;
  }

  private static Revision later(Revision one, Revision other) {
    return other.sequence() > one.sequence() || one.equals(Revision.NONE) ? other : one;
  }

  public ServerProcess server() {
    return server;
  }

  /** How a cluster's agent fares, by what it told the hub last. */
  public Standing standing(String cluster) {
    return RegistryServiceGrpc.newBlockingStub(channel(cluster))
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .listClusters(ListClustersRequest.getDefaultInstance())
        .getClustersList()
        .stream()
        .filter(summary -> summary.getCluster().getOrigin().equals(cluster))
        .findFirst()
        .map(Standing::of)
        .orElse(Standing.UNKNOWN);
  }

  /** What an agent asks for that has nothing. */
  public Subscriptions asNew(int agent) {
    return Subscriptions.agent(agentName(agent));
  }

  /** What an agent asks for that holds everything up to a revision. */
  public Subscriptions holding(int agent, Revision held) {
    return Subscriptions.agent(agentName(agent), held, Map.of(), NOTHING_LISTED);
  }

  /**
   * What an agent asks for that can only tell what it holds.
   *
   * @param later of these versions, for all agents
   */
  public Subscriptions listing(
      int agent, Map<String, Map<String, String>> versions, List<byte[]> later) {
    return Subscriptions.agent(agentName(agent), Revision.NONE, versions, later);
  }

  /** There are more connections than clusters in some workloads: then several share one. */
  private String agentName(int agent) {
    return String.format(Locale.ROOT, "agent-%04d", agent % agents);
  }

  /** Connects agents at once and waits until each has a bookmark, and so everything. */
  public AgentGroup connect(
      int count, IntFunction<Subscriptions> subscriptions, AgentGroup.Reader reader) {
    return AgentGroup.connect(
        i -> transport.as(agentName(i), server.port()), count, subscriptions, reader, 300, 0);
  }

  /** The same, of one agent that reads nothing for so many milliseconds after each response. */
  public AgentGroup connectSlow(Subscriptions subscriptions, int restMillis) {
    return AgentGroup.connect(
        i -> Channels.to(server.port()), 1, i -> subscriptions, frame -> {}, 300, restMillis);
  }

  /**
   * Kills the hub and starts it again on the same store; its origins come back and list nothing.
   */
  public void restart() {
    reporters.clear();
    disconnect();
    server.close();
    server = start();
  }

  @Override
  public void close() {
    disconnect();
    server.close();
  }

  private void disconnect() {
    Channels.close(List.copyOf(channels.values()));
    channels.clear();
  }
}
