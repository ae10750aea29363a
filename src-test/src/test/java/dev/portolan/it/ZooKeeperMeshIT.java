package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.session.HubChannel;
import dev.portolan.it.InProcess.RunningHub;
import dev.portolan.it.source.ZooKeeperServer;
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
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.zookeeper.ZooKeeperLocalServices;
import dev.portolan.source.zookeeper.ZooKeeperPace;
import dev.portolan.source.zookeeper.client.SessionZooKeeper;
import dev.portolan.source.zookeeper.client.ZooKeeperEndpoint;
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

/** A real ZooKeeper, a source, a hub and an agent: what a mesh makes of what is registered. */
@Timeout(180)
class ZooKeeperMeshIT {
  private static final OriginId ZOOKEEPER = new OriginId("zk-1");

  @TempDir private Path directory;
  private @Nullable InProcess parts;
  private @Nullable ZooKeeperServer server;
  private @Nullable Source source;

  @AfterEach
  void stop() throws Exception {
    if (source != null) {
      source.close();
    }
    if (parts != null) {
      parts.close();
    }
    if (server != null) {
      server.close();
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
                    Stream.of("east-1", "zk-1").map(OriginId::new).toList(),
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    return started;
  }

  private void read(InProcess federation, ZooKeeperServer running) {
    source =
        Source.start(
            ZOOKEEPER,
            new ZooKeeperLocalServices(
                new SessionZooKeeper(
                    ZooKeeperEndpoint.of(running.connect(), Duration.ofSeconds(2))),
                List.of("/services"),
                new ServiceMapping(ZOOKEEPER, MappingRules.DEFAULT),
                Cluster.ofSource(
                    ZOOKEEPER,
                    "vms",
                    new Locality("us-east-1", "", ""),
                    new SourceFacts(Sorted.set(List.of("*")))),
                ZooKeeperPace.DEFAULT,
                SourceLoop.start()),
            HubChannel.over(
                federation.name(), InProcessChannelBuilder.forName(federation.name()).build()));
  }

  private static void awaitText(InProcess federation, String text, boolean there) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              Map<String, String> objects = federation.objects("east-1");
              return !objects.isEmpty()
                  && objects.values().stream().anyMatch(each -> each.contains(text)) == there;
            });
  }

  private static String instance(String address) {
    return """
        {"name":"legacy","id":"x","address":"%s","port":8080,
         "payload":{"namespace":"bookinfo","protocol":"http"}}"""
        .formatted(address);
  }

  @Test
  void whatIsRegisteredIsRoutableInAMeshAndFollowsIt() throws Exception {
    ZooKeeperServer running = ZooKeeperServer.start(directory);
    server = running;
    running.register("/services/legacy/1", instance("10.77.0.1"));
    InProcess federation = federation();
    federation.agent("east-1");
    read(federation, running);

    awaitText(federation, "10.77.0.1", true);
    assertThat(federation.objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    running.register("/services/legacy/2", instance("10.77.0.2"));
    awaitText(federation, "10.77.0.2", true);
    running.delete("/services/legacy/1");
    awaitText(federation, "10.77.0.1", false);

    running.kill();
    federation.awaitApplied("east-1", 5);
    awaitText(federation, "10.77.0.2", true);
    running.run();
    running.delete("/services");
    federation.awaitApplied("east-1", 5);
    awaitText(federation, "10.77.0.2", true);
  }
}
