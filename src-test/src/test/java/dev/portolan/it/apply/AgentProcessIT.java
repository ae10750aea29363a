package dev.portolan.it.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.agent.discovery.files.FileLocalServices;
import dev.portolan.agent.discovery.files.FileSettings;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.it.peers.User;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.HubServices;
import dev.portolan.server.HubSettings;
import dev.portolan.server.store.InMemoryStore;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents as processes, a hub, and a real API server that they write to. */
@RealClusters("apply-2")
@Timeout(300)
class AgentProcessIT {
  private static final Path EXAMPLE = Path.of("../examples/bookinfo");

  @TempDir private Path directory;
  private RealCluster cluster;
  private HubServices hub;
  private Server server;
  private Agent west;

  @BeforeEach
  void start(RealCluster cluster) throws Exception {
    this.cluster = cluster;
    AgentRole.grant(cluster);
    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("bookinfo").endMetadata().build())
        .serverSideApply();
    hub =
        HubServices.start(
            new InMemoryStore(), HubSettings.of(Duration.ofSeconds(10), Duration.ofSeconds(1)));
    hub.replaceRules(
            List.of(
                new VirtualMesh(
                    new VirtualMeshKey("bookinfo"),
                    Stream.of("east-1", "west-1").map(OriginId::new).toList(),
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    hub.addTo(builder);
    server = builder.build().start();
    west = westernAgent();
  }

  @AfterEach
  void stop() {
    west.close();
    server.shutdownNow();
    hub.close();
  }

  @Test
  void anotherProcessFinishesWhatAKilledOneBeganAndWritesNothingTwice() throws Exception {
    TiedProcess first = process("first");
    await().atMost(90, TimeUnit.SECONDS).until(() -> !versions().isEmpty());
    TiedProcess second = process("second");
    first.close(); // kill -9, while it writes one object a second
    Map<String, String> begun = versions();

    await().atMost(120, TimeUnit.SECONDS).until(() -> versions().size() > begun.size());
    await()
        .atMost(60, TimeUnit.SECONDS)
        .during(5, TimeUnit.SECONDS)
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(this::versions, now -> now.entrySet().containsAll(begun.entrySet()));
    second.close();
  }

  private TiedProcess process(String name) throws Exception {
    Path home = Files.createDirectory(directory.resolve(name));
    return TiedProcess.start(
        home,
        Map.of("HOSTNAME", name),
        AgentCommand.of(
            cluster,
            User.AGENT,
            "--cluster",
            "east-1",
            "--hub",
            "127.0.0.1:" + server.getPort(),
            "--source-directory",
            EXAMPLE.resolve("east-1").toAbsolutePath().toString(),
            "--sink",
            "kubernetes",
            "--state-directory",
            home.resolve("state").toString(),
            "--write.rate",
            "1",
            "--write.burst",
            "1"));
  }

  private Agent westernAgent() {
    OriginId origin = new OriginId("west-1");
    return Agent.start(
        origin,
        new FileLocalServices(
            ClusterConversion.of(origin), FileSettings.of(EXAMPLE.resolve("west-1"))),
        HubChannel.plaintext("127.0.0.1:" + server.getPort()),
        new Agent.Output(
            new FileSink(directory.resolve("west-1")),
            ApplyLimits.unpaced(Duration.ofSeconds(30), 30, 20)));
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    for (ServiceEntry entry :
        cluster.client().resources(ServiceEntry.class).inNamespace("bookinfo").list().getItems()) {
      versions.put(entry.getMetadata().getName(), entry.getMetadata().getResourceVersion());
    }
    assertThat(versions.keySet()).allMatch(name -> name.startsWith("portolan-"));
    return versions;
  }
}
