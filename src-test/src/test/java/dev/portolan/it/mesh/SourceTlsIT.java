package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.it.source.ConsulServer;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of a real sidecar to machines that are registered in a real Consul and take TLS: the
 * sidecar begins it, and believes nobody who has another name.
 */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class SourceTlsIT {
  private static final String SOURCE = "consul-it";
  private static final String NAME = "orders.example.com";

  @TempDir private Path directory;

  private Federation federation;
  private ConsulServer consul;
  private TiedProcess source;
  private DataPlane proxies;
  private String namespace;
  private String host;

  @BeforeEach
  void start(Clusters clusters) throws IOException {
    federation = Federation.of(clusters);
    namespace = federation.newNamespace("shop");
    host = "orders." + namespace + ".svc.clusterset.local";
    consul = ConsulServer.start(directory);
    federation.hub().join(SOURCE);
    source =
        TiedProcess.start(
            Files.createDirectories(directory.resolve("source")),
            Map.of(),
            JavaProgram.command(
                "dev.portolan.source.SourceMain",
                List.of(
                    "consul",
                    "--source=" + SOURCE,
                    "--hub=" + federation.hub().address(),
                    "--reachable-from=*",
                    "--trust=external",
                    "--mapping.tls={meta.tls}",
                    "--consul.address=" + consul.url())));
    proxies = new DataPlane(federation, directory, namespace, new Pods());
    proxies.client(Site.EAST_1);
  }

  @AfterEach
  void unharmed() {
    try (DataPlane ending = proxies) {
      ending.assertNothingRejected();
    } finally {
      source.close();
      consul.close();
      federation.hub().part(SOURCE);
    }
    federation.assertUnharmed();
  }

  private void register(String id, String address, int port, String tls) {
    consul.register(
        "orders",
        id,
        address,
        port,
        """
        "Meta":{"namespace":"%s","protocol":"https","service-port":"9080","tls":"%s"}"""
            .formatted(namespace, tls));
  }

  @Test
  void theSidecarBeginsTlsAndBelievesNobodyWithAnotherName() {
    int port = proxies.machine("machine", "10.70.0.1", "else.example.com", NAME);
    register("one", "10.70.0.1", port, NAME);

    awaitAnswerFrom("machine");
    assertThat(federation.objects(Site.EAST_1, namespace, ServiceEntry.class))
        .extracting(entry -> entry.getSpec().getLocation())
        .containsExactly(ServiceEntryLocation.MESH_EXTERNAL);

    int impostor = proxies.machine("impostor", "10.70.0.2", "else.example.com");
    register("one", "10.70.0.2", impostor, NAME);
    await()
        .atMost(Federation.PATIENCE)
        .during(Duration.ofSeconds(2))
        .until(() -> proxies.call(host).status() == 503);
    // It was for its name alone.
    register("one", "10.70.0.2", impostor, "else.example.com");
    awaitAnswerFrom("impostor");

    federation.deploy(Site.EAST_2, namespace, "orders", "10.12.0.77");
    assertThat(federation.awaitFinding(Site.EAST_1, "PTL0161", "orders").getMessage())
        .contains("else.example.com", Site.EAST_2.cluster());
    federation.awaitFinding(Site.EAST_1, "PTL0160", "orders");
  }

  private void awaitAnswerFrom(String machine) {
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(proxies.call(host))
                    .isEqualTo(new DataPlane.Answer(200, machine + " called by null")));
  }
}
