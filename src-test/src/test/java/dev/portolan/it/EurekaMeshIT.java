package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.session.HubChannel;
import dev.portolan.it.InProcess.RunningHub;
import dev.portolan.it.source.EurekaServer;
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
import dev.portolan.source.eureka.EurekaLocalServices;
import dev.portolan.source.eureka.EurekaPace;
import dev.portolan.source.eureka.http.EurekaEndpoint;
import dev.portolan.source.eureka.http.HttpEureka;
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

/** A real Eureka, a source, a hub and an agent: what a mesh makes of what is registered there. */
@Timeout(300)
class EurekaMeshIT {
  private static final OriginId EUREKA = new OriginId("eureka-1");
  private static final String IN_BOOKINFO = "\"namespace\":\"bookinfo\",\"protocol\":\"http\"";
  private static final EurekaPace OFTEN =
      new EurekaPace(
          Duration.ofMillis(300),
          EurekaPace.DEFAULT.window(),
          EurekaPace.DEFAULT.relist(),
          Duration.ofSeconds(1),
          EurekaPace.DEFAULT.confirm(),
          EurekaPace.DEFAULT.absenceGrace(),
          Duration.ofSeconds(1));

  @TempDir private Path directory;
  private @Nullable InProcess parts;
  private @Nullable EurekaServer eureka;
  private @Nullable Source source;

  @AfterEach
  void stop() throws Exception {
    if (source != null) {
      source.close();
    }
    if (parts != null) {
      parts.close();
    }
    if (eureka != null) {
      eureka.close();
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
                    Stream.of("east-1", "eureka-1").map(OriginId::new).toList(),
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    return started;
  }

  private void read(InProcess federation, EurekaServer server) throws Exception {
    source =
        Source.start(
            EUREKA,
            new EurekaLocalServices(
                new HttpEureka(EurekaEndpoint.DEFAULT),
                List.of(server.url()),
                new ServiceMapping(EUREKA, MappingRules.DEFAULT),
                Cluster.ofSource(
                    EUREKA,
                    "vms",
                    new Locality("us-east-1", "", ""),
                    new SourceFacts(Sorted.set(List.of("*")))),
                OFTEN,
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

  @Test
  void whatIsRegisteredIsRoutableInAMeshAndFollowsIt() throws Exception {
    EurekaServer server = EurekaServer.start(directory);
    eureka = server;
    server.register("LEGACY", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    InProcess federation = federation();
    federation.agent("east-1");
    read(federation, server);

    awaitText(federation, "10.77.0.1", true);
    assertThat(federation.objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    server.register("LEGACY", "legacy-2", "10.77.0.2", 8080, IN_BOOKINFO);
    awaitText(federation, "10.77.0.2", true);
    server.deregister("LEGACY", "legacy-1");
    awaitText(federation, "10.77.0.1", false);

    server.kill();
    server.startEmpty();
    federation.awaitApplied("east-1", 5);
    awaitText(federation, "10.77.0.2", true);
  }
}
