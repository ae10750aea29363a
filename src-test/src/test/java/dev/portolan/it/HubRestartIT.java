package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.discovery.files.FileLocalServices;
import dev.portolan.agent.discovery.files.FileSettings;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.HubServices;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.server.store.RocksDbStore;
import dev.portolan.v1.Batch;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hub and agents in one process over the real protos; either side restarts. */
@Timeout(180)
class HubRestartIT {
  private static final Path EXAMPLE = Path.of("../examples/bookinfo");
  private static final Duration BEAT = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final String name = "hub-" + System.nanoTime();
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  @Test
  void aRestartOfTheHubChangesNoObject() throws Exception {
    RunningHub hub = hub(new RocksDbStore(directory.resolve("data")));
    agent("east-1");
    agent("west-1");
    Map<String, String> before = awaitObjects("east-1", "203.0.113.21");
    awaitObjects("west-1", "198.51.100.11");

    hub.close();
    hub(new RocksDbStore(directory.resolve("data")));
    awaitApplied("east-1", 2);

    assertThat(objects("east-1")).isEqualTo(before);
  }

  @Test
  void aHubThatLostItsStoreWithdrawsNothingOfMembersThatHaveNotReported() throws Exception {
    RunningHub hub = hub(new InMemoryStore());
    agent("east-1");
    Agent west = agent("west-1");
    Map<String, String> before = awaitObjects("east-1", "203.0.113.21");

    hub.close();
    west.close();
    running.remove(west);
    RunningHub empty = hub(new InMemoryStore());
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> empty.services.snapshot().progress(new OriginId("east-1")).everComplete());
    awaitApplied("east-1", 3);

    assertThat(objects("east-1")).isEqualTo(before);
  }

  @Test
  void aRestartOfTheAgentWritesNothingAnew() throws Exception {
    hub(new InMemoryStore());
    Agent east = agent("east-1");
    agent("west-1");
    Map<String, String> before = awaitObjects("east-1", "203.0.113.21");
    long modified = modified("east-1");

    east.close();
    running.remove(east);
    agent("east-1");
    awaitApplied("east-1", 2);

    assertThat(objects("east-1")).isEqualTo(before);
    assertThat(modified("east-1")).isEqualTo(modified);
  }

  @Test
  void anAgentWhoseClockWasSetBackReportsAgain() throws Exception {
    RunningHub hub = hub(new InMemoryStore());
    OriginId east = new OriginId("east-1");
    long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
    reportOnceAs("east-1", tomorrow);

    agent("east-1");
    await().atMost(30, TimeUnit.SECONDS).until(() -> hub.hears(east));
    assertThat(hub.services.snapshot().progress(east).incarnation()).isEqualTo(tomorrow + 1);
  }

  /** An earlier process of the agent, which started when the clock was ahead. */
  private void reportOnceAs(String origin, long incarnation) throws Exception {
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    CompletableFuture<ReportResponse> durable = new CompletableFuture<>();
    StreamObserver<ReportRequest> requests =
        ReportServiceGrpc.newStub(channel)
            .report(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ReportResponse response) {
                    if (response.hasBatchAcknowledgement()) {
                      durable.complete(response);
                    }
                  }

                  @Override
                  public void onError(Throwable error) {
                    durable.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(
        ReportRequest.newBuilder()
            .setHello(Hello.newBuilder().setOrigin(origin).setIncarnation(incarnation))
            .build());
    requests.onNext(ReportRequest.newBuilder().setBatch(Batch.newBuilder().setNumber(1)).build());
    durable.get(10, TimeUnit.SECONDS);
    channel.shutdownNow();
  }

  private RunningHub hub(RegistryStore store) throws Exception {
    HubServices services = HubServices.start(store, Duration.ofSeconds(10), BEAT);
    List<OriginId> members = Stream.of("east-1", "east-2", "west-1").map(OriginId::new).toList();
    services
        .replaceVirtualMeshes(
            List.of(
                new VirtualMesh(
                    new VirtualMeshKey("bookinfo"),
                    members,
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    services.addTo(builder);
    RunningHub hub = new RunningHub(services, builder.build().start());
    running.add(hub);
    return hub;
  }

  private Agent agent(String cluster) {
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

  private Map<String, String> awaitObjects(String cluster, String address) throws Exception {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> objects(cluster).values().stream().anyMatch(text -> text.contains(address)));
    awaitApplied(cluster, 2);
    return objects(cluster);
  }

  /** The agent has the registry's last revision in force, and still has it some beats later. */
  private void awaitApplied(String cluster, int beats) {
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

  private Map<String, String> objects(String cluster) throws Exception {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve(cluster))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        objects.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return objects;
  }

  private long modified(String cluster) throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve(cluster))) {
      return files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
    }
  }

  private record RunningHub(HubServices services, Server server) implements AutoCloseable {
    boolean closed() {
      return server.isShutdown();
    }

    /** The origin's list is in, so its agent talks to this hub. */
    boolean hears(OriginId origin) {
      return services.snapshot().progress(origin).complete();
    }

    @Override
    public void close() {
      server.shutdownNow();
      services.close();
    }
  }
}
