package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.session.HubChannel;
import dev.portolan.it.InProcess.RunningHub;
import dev.portolan.it.source.ConsulServer;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.HubSettings;
import dev.portolan.server.store.RocksDbStore;
import dev.portolan.source.Source;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.ConsulPace;
import dev.portolan.source.consul.http.ConsulEndpoint;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Consul, a source, a hub and agents: what meshes make of what is registered there. */
@Timeout(180)
class ConsulMeshIT {
  private static final OriginId CONSUL = new OriginId("consul-dc1");
  private static final String IN_BOOKINFO =
      "\"Meta\":{\"namespace\":\"bookinfo\",\"protocol\":\"http\"}";

  @TempDir private Path directory;
  private @Nullable InProcess parts;
  private @Nullable ConsulServer consul;
  private @Nullable Source source;

  @AfterEach
  void stop() throws Exception {
    if (source != null) {
      source.close();
    }
    if (parts != null) {
      parts.close();
    }
    if (consul != null) {
      consul.close();
    }
  }

  private InProcess federation() throws Exception {
    InProcess started =
        new InProcess(
            directory, HubSettings.of(Duration.ofSeconds(10), InProcess.BEAT), PartitionRules.KEEP);
    parts = started;
    RunningHub hub = started.hub(new RocksDbStore(directory.resolve("data")));
    hub.services()
        .replaceRules(
            List.of(
                new VirtualMesh(
                    new VirtualMeshKey("bookinfo"),
                    Stream.of("consul-dc1", "east-1", "west-1").map(OriginId::new).toList(),
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    return started;
  }

  private void read(InProcess federation, ConsulServer server, String... reachableFrom)
      throws Exception {
    source =
        Source.start(
            CONSUL,
            new ConsulLocalServices(
                new HttpConsul(ConsulEndpoint.of(server.url())),
                new ServiceMapping(CONSUL, MappingRules.DEFAULT),
                Cluster.ofSource(
                    CONSUL,
                    "vms",
                    new Locality("us-east-1", "", ""),
                    new SourceFacts(Sorted.set(List.of(reachableFrom)))),
                ConsulPace.DEFAULT,
                SourceLoop.start()),
            HubChannel.over(
                federation.name(), InProcessChannelBuilder.forName(federation.name()).build()));
  }

  private static void awaitText(InProcess federation, String cluster, String text, boolean there) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              Map<String, String> objects = federation.objects(cluster);
              return !objects.isEmpty()
                  && objects.values().stream().anyMatch(each -> each.contains(text)) == there;
            });
  }

  @Test
  void aServiceOfConsulIsRoutableInEveryMeshAndFollowsIt() throws Exception {
    ConsulServer server = ConsulServer.start(directory);
    consul = server;
    server.register("legacy", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    InProcess federation = federation();
    federation.agent("east-1");
    federation.agent("west-1");
    read(federation, server, "*");

    awaitText(federation, "east-1", "10.77.0.1", true);
    awaitText(federation, "west-1", "10.77.0.1", true);
    assertThat(federation.objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    server.register("legacy", "legacy-2", "10.77.0.2", 8080, IN_BOOKINFO);
    awaitText(federation, "west-1", "10.77.0.2", true);
    server.deregister("legacy-1");
    awaitText(federation, "west-1", "10.77.0.1", false);
    awaitText(federation, "east-1", "10.77.0.1", false);

    server.kill();
    server.startEmpty();
    federation.awaitApplied("east-1", 5);
    awaitText(federation, "east-1", "10.77.0.2", true);
  }

  @Test
  void fromANetworkThatDoesNotReachItItIsOutOfReach() throws Exception {
    ConsulServer server = ConsulServer.start(directory);
    consul = server;
    server.register("legacy", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    InProcess federation = federation();
    federation.agent("east-1");
    federation.agent("west-1");
    read(federation, server, "net-east");

    awaitText(federation, "east-1", "10.77.0.1", true);
    awaitText(federation, "west-1", "legacy.bookinfo.svc.clusterset.local", true);
    assertThat(federation.objects("west-1").values()).noneMatch(each -> each.contains("10.77.0.1"));
  }
}
