package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.source.ConsulServer;
import dev.portolan.registry.OriginId;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.ConsulPace;
import dev.portolan.source.consul.http.ConsulEndpoint;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.nio.file.Path;
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
  private @Nullable SourceMesh mesh;
  private @Nullable ConsulServer consul;

  @AfterEach
  void stop() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
    if (consul != null) {
      consul.close();
    }
  }

  private SourceMesh mesh() throws Exception {
    SourceMesh started = SourceMesh.start(directory, CONSUL, "east-1", "west-1");
    mesh = started;
    return started;
  }

  private static void read(SourceMesh mesh, ConsulServer server, String... reachableFrom)
      throws Exception {
    mesh.report(
        ConsulLocalServices.of(
            new HttpConsul(ConsulEndpoint.of(server.url())),
            new ServiceMapping(CONSUL, MappingRules.DEFAULT),
            mesh.facts(reachableFrom),
            ConsulPace.DEFAULT,
            SourceLoop.start()));
  }

  @Test
  void aServiceOfConsulIsRoutableInEveryMeshAndFollowsIt() throws Exception {
    ConsulServer server = ConsulServer.start(directory);
    consul = server;
    server.register("legacy", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    SourceMesh mesh = mesh();
    mesh.parts().agent("east-1");
    mesh.parts().agent("west-1");
    read(mesh, server, "*");

    mesh.awaitText("east-1", "10.77.0.1", true);
    mesh.awaitText("west-1", "10.77.0.1", true);
    assertThat(mesh.parts().objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    server.register("legacy", "legacy-2", "10.77.0.2", 8080, IN_BOOKINFO);
    mesh.awaitText("west-1", "10.77.0.2", true);
    server.deregister("legacy-1");
    mesh.awaitText("west-1", "10.77.0.1", false);
    mesh.awaitText("east-1", "10.77.0.1", false);

    server.kill();
    server.startEmpty();
    mesh.parts().awaitApplied("east-1", 5);
    mesh.awaitText("east-1", "10.77.0.2", true);
  }

  @Test
  void fromANetworkThatDoesNotReachItItIsOutOfReach() throws Exception {
    ConsulServer server = ConsulServer.start(directory);
    consul = server;
    server.register("legacy", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    SourceMesh mesh = mesh();
    mesh.parts().agent("east-1");
    mesh.parts().agent("west-1");
    read(mesh, server, "net-east");

    mesh.awaitText("east-1", "10.77.0.1", true);
    mesh.awaitText("west-1", "legacy.bookinfo.svc.clusterset.local", true);
    assertThat(mesh.parts().objects("west-1").values())
        .noneMatch(each -> each.contains("10.77.0.1"));
  }
}
