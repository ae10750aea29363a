package dev.portolan.it;

import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.discovery.files.FileLocalServices;
import dev.portolan.agent.discovery.files.FileSettings;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.HubServices;
import dev.portolan.server.HubSettings;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.store.RocksDbStore;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hub and agents of the bookinfo example in this process over the real protos, each agent with a
 * directory of files for its objects. Confined to the test's thread.
 */
final class InProcess implements AutoCloseable {
  /** Of the hub's registry loop. */
  static final Duration BEAT = Duration.ofSeconds(1);

  private static final Path EXAMPLE = Path.of("../examples/bookinfo");

  private final String name = "hub-" + System.nanoTime();
  private final Path directory;
  private final HubSettings settings;
  private final PartitionRules partition;
  private final List<AutoCloseable> running = new ArrayList<>();
  private @Nullable ManagedChannel channel;

  InProcess(Path directory, HubSettings settings, PartitionRules partition) {
    this.directory = directory;
    this.settings = settings;
    this.partition = partition;
  }

  /** A hub with its store on disk, and agents that have written what they should. */
  static InProcess withAgents(Path directory, List<String> clusters) throws Exception {
    InProcess federation =
        new InProcess(directory, HubSettings.of(Duration.ofSeconds(1), BEAT), PartitionRules.KEEP);
    federation.hub(new RocksDbStore(directory.resolve("data")));
    clusters.forEach(federation::agent);
    for (String cluster : clusters) {
      federation.awaitObjects(cluster, "ServiceEntry");
    }
    return federation;
  }

  /** Under which a channel in this process finds the hub. */
  String name() {
    return name;
  }

  /** For questions to the hub; open until this is closed. */
  ManagedChannel channel() {
    ManagedChannel open = channel;
    if (open == null) {
      open = InProcessChannelBuilder.forName(name).build();
      channel = open;
    }
    return open;
  }

  /** Starts a hub; it owns the store. */
  RunningHub hub(RegistryStore store) throws Exception {
    HubServices services = HubServices.start(store, settings);
    List<OriginId> members = Stream.of("east-1", "east-2", "west-1").map(OriginId::new).toList();
    services
        .replaceRules(
            List.of(
                new VirtualMesh(
                        new VirtualMeshKey("bookinfo"),
                        members,
                        VirtualMesh.DEFAULT_SUFFIX,
                        Sorted.set(Set.of("bookinfo")))
                    .with(partition)))
        .get(10, TimeUnit.SECONDS);
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    services.addTo(builder);
    RunningHub hub = new RunningHub(services, builder.build().start());
    running.add(hub);
    return hub;
  }

  /** Starts an agent. */
  Agent agent(String cluster) {
    OriginId origin = new OriginId(cluster);
    Agent agent =
        Agent.start(
            origin,
            new FileLocalServices(origin, FileSettings.of(EXAMPLE.resolve(cluster))),
            HubChannel.over(name, InProcessChannelBuilder.forName(name).build()),
            new Agent.Output(
                new FileSink(directory.resolve(cluster)),
                ApplyLimits.unpaced(Duration.ofSeconds(30), 30, 20)));
    running.add(0, agent);
    return agent;
  }

  /** Ends an agent or a hub. */
  void stop(AutoCloseable part) throws Exception {
    part.close();
    running.remove(part);
  }

  /**
   * Waits until a cluster has an object with this text and its agent is up to date; all objects.
   */
  Map<String, String> awaitObjects(String cluster, String text) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> objects(cluster).values().stream().anyMatch(each -> each.contains(text)));
    awaitApplied(cluster, 2);
    return objects(cluster);
  }

  /** The agent talks to the running hub, and still does so some beats later. */
  void awaitApplied(String cluster, int beats) {
    await()
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(BEAT)
        .during(BEAT.multipliedBy(beats))
        .until(
            () ->
                running.stream()
                    .filter(each -> each instanceof RunningHub hub && !hub.closed())
                    .anyMatch(hub -> ((RunningHub) hub).hears(new OriginId(cluster))));
  }

  /** A cluster's files with their texts. */
  Map<String, String> objects(String cluster) {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve(cluster))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        objects.put(file.getFileName().toString(), Files.readString(file));
      }
      return objects;
    } catch (IOException e) {
      // A file is being replaced, or there is no directory yet.
      return Map.of();
    }
  }

  @Override
  public void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow();
    }
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  /** A hub under its name. */
  record RunningHub(HubServices services, Server server) implements AutoCloseable {
    boolean closed() {
      return server.isShutdown();
    }

    RegistrySnapshot snapshot() {
      return services.snapshot();
    }

    /** The origin's list is in, so its agent talks to this hub. */
    boolean hears(OriginId origin) {
      return snapshot().progress(origin).complete();
    }

    @Override
    public void close() {
      server.shutdownNow();
      services.close();
    }
  }
}
