package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.source.ZooKeeperServer;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.zookeeper.ZooKeeperLocalServices;
import dev.portolan.source.zookeeper.ZooKeeperPace;
import dev.portolan.source.zookeeper.client.SessionZooKeeper;
import dev.portolan.source.zookeeper.client.ZooKeeperEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private @Nullable SourceMesh mesh;
  private @Nullable ZooKeeperServer server;

  @AfterEach
  void stop() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private SourceMesh mesh() throws Exception {
    SourceMesh started = SourceMesh.start(directory, ZOOKEEPER, "east-1");
    mesh = started;
    return started;
  }

  private static void read(SourceMesh mesh, ZooKeeperServer running) {
    mesh.report(
        ZooKeeperLocalServices.of(
            new SessionZooKeeper(ZooKeeperEndpoint.of(running.connect(), Duration.ofSeconds(2))),
            List.of("/services"),
            new ServiceMapping(ZOOKEEPER, MappingRules.DEFAULT),
            mesh.facts("*"),
            ZooKeeperPace.DEFAULT,
            SourceLoop.start()));
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
    SourceMesh mesh = mesh();
    mesh.parts().agent("east-1");
    read(mesh, running);

    mesh.awaitText("east-1", "10.77.0.1", true);
    assertThat(mesh.parts().objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    running.register("/services/legacy/2", instance("10.77.0.2"));
    mesh.awaitText("east-1", "10.77.0.2", true);
    running.delete("/services/legacy/1");
    mesh.awaitText("east-1", "10.77.0.1", false);

    running.kill();
    mesh.parts().awaitApplied("east-1", 5);
    mesh.awaitText("east-1", "10.77.0.2", true);
    running.run();
    running.delete("/services");
    mesh.parts().awaitApplied("east-1", 5);
    mesh.awaitText("east-1", "10.77.0.2", true);
  }
}
