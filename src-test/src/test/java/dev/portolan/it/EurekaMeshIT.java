package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.source.EurekaServer;
import dev.portolan.registry.OriginId;
import dev.portolan.source.eureka.EurekaLocalServices;
import dev.portolan.source.eureka.EurekaPace;
import dev.portolan.source.eureka.http.EurekaEndpoint;
import dev.portolan.source.eureka.http.HttpEureka;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private @Nullable SourceMesh mesh;
  private @Nullable EurekaServer eureka;

  @AfterEach
  void stop() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
    if (eureka != null) {
      eureka.close();
    }
  }

  private SourceMesh mesh() throws Exception {
    SourceMesh started = SourceMesh.start(directory, EUREKA, "east-1");
    mesh = started;
    return started;
  }

  private static void read(SourceMesh mesh, EurekaServer server) throws Exception {
    mesh.report(
        EurekaLocalServices.of(
            new HttpEureka(EurekaEndpoint.DEFAULT),
            List.of(server.url()),
            new ServiceMapping(EUREKA, MappingRules.DEFAULT),
            mesh.facts("*"),
            OFTEN,
            SourceLoop.start()));
  }

  @Test
  void whatIsRegisteredIsRoutableInAMeshAndFollowsIt() throws Exception {
    EurekaServer server = EurekaServer.start(directory);
    eureka = server;
    server.register("LEGACY", "legacy-1", "10.77.0.1", 8080, IN_BOOKINFO);
    SourceMesh mesh = mesh();
    mesh.parts().agent("east-1");
    read(mesh, server);

    mesh.awaitText("east-1", "10.77.0.1", true);
    assertThat(mesh.parts().objects("east-1").values())
        .anyMatch(each -> each.contains("legacy.bookinfo.svc.clusterset.local"));

    server.register("LEGACY", "legacy-2", "10.77.0.2", 8080, IN_BOOKINFO);
    mesh.awaitText("east-1", "10.77.0.2", true);
    server.deregister("LEGACY", "legacy-1");
    mesh.awaitText("east-1", "10.77.0.1", false);

    server.kill();
    server.startEmpty();
    mesh.parts().awaitApplied("east-1", 5);
    mesh.awaitText("east-1", "10.77.0.2", true);
  }
}
