package dev.portolan.it.faults;

import static dev.portolan.it.faults.Patience.passes;
import static dev.portolan.it.faults.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.peers.TiedProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A listener that {@code portolan register} keeps registered, in processes of their own: it becomes
 * a ServiceEntry of a cluster, outlives the hub, and goes with its registrar.
 */
@Timeout(240)
class RegistrationIT {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int TTL_SECONDS = 6;

  @TempDir private Path directory;

  @Test
  void whatIsRegisteredOutlivesTheHubAndGoesWithItsRegistrar() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FileHub hub = new FileHub(directory.resolve("hub"), "{rule: keep}", Launch.PLAIN);
        FileSite east = new FileSite("east-1", directory, hub.port(), Launch.PLAIN)) {
      withMember(directory.resolve("hub/mesh.yaml"));
      hub.start();
      hub.awaitReady();
      east.start();
      TiedProcess registrar = register("first", hub, listener.getLocalPort(), TTL_SECONDS);
      within(BOUND, () -> offered(east) && hub.cluster("vms").getCluster().getReported());
      SortedMap<String, String> before = east.objects();

      hub.kill();
      passes(Duration.ofSeconds(2 * TTL_SECONDS));
      assertThat(east.objects()).isEqualTo(before);
      hub.start();
      hub.awaitReady();
      assertThat(hub.services("vms")).containsExactly("orders");
      within(BOUND, () -> hub.hears("vms"));
      passes(Duration.ofSeconds(2 * TTL_SECONDS));
      assertThat(hub.services("vms")).containsExactly("orders");
      assertThat(east.objects()).isEqualTo(before);

      registrar.close();
      passes(Duration.ofSeconds(TTL_SECONDS / 3));
      assertThat(hub.services("vms")).containsExactly("orders");
      within(BOUND, () -> !offered(east));
      assertThat(hub.services("vms")).isEmpty();

      TiedProcess polite = register("second", hub, listener.getLocalPort(), 600);
      within(BOUND, () -> offered(east));
      within(BOUND, () -> log("second").contains("is registered for vms"));
      assertThat(ProcessHandle.of(polite.pid()).orElseThrow().destroy()).isTrue();
      within(BOUND, () -> !offered(east));
      within(BOUND, () -> log("second").contains("is deregistered"));
      assertThat(log("second")).contains("is registered for vms");
      polite.close();
    }
  }

  private TiedProcess register(String name, FileHub hub, int port, int ttlSeconds)
      throws Exception {
    return Launch.PLAIN.start(
        Files.createDirectories(directory.resolve(name)),
        "dev.portolan.cli.PortolanMain",
        List.of(
            "register",
            "--service",
            "bookinfo/orders",
            "--host",
            "10.9.0.7",
            "--port",
            "8080:" + port,
            "--protocol",
            "http",
            "--origin",
            "vms",
            "--network",
            "vms",
            "--reachable-from",
            "*",
            "--ttl",
            ttlSeconds + "s",
            "--check",
            "tcp",
            "--check-at",
            "127.0.0.1:" + port,
            "--timeout",
            "30s",
            "--hub",
            "127.0.0.1:" + hub.port()));
  }

  private String log(String name) throws Exception {
    return Files.readString(directory.resolve(name).resolve("java.log"));
  }

  private static boolean offered(FileSite site) {
    return site.objects().entrySet().stream()
        .anyMatch(
            object ->
                object.getKey().contains("serviceentry.portolan-orders")
                    && object.getValue().contains("10.9.0.7"));
  }

  private static void withMember(Path mesh) throws Exception {
    Files.writeString(mesh, Files.readString(mesh).replace("west-1]", "west-1, vms]"));
  }
}
