package dev.portolan.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real, stock Envoy on loopback, without Istio's own filters. */
public final class Envoy implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final TiedProcess process;
  private final int adminPort;

  private Envoy(TiedProcess process, int adminPort) {
    this.process = process;
    this.adminPort = adminPort;
  }

  /**
   * Starts one and returns when it has its first configuration.
   *
   * @param bootstrap YAML without {@code admin}
   */
  static Envoy start(Path binary, Path directory, String bootstrap) {
    int adminPort = Loopback.freePort();
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("bootstrap.yaml");
      Files.writeString(
          file,
          bootstrap
              + "admin: {address: {socket_address: {address: %s, port_value: %d}}}\n"
                  .formatted(Loopback.HOST, adminPort));
      TiedProcess process =
          TiedProcess.start(
              directory,
              Map.of(),
              List.of(
                  binary.toString(),
                  "-c",
                  file.toString(),
                  "--disable-hot-restart",
                  "--concurrency",
                  "1",
                  "-l",
                  "warning"));
      Envoy envoy = new Envoy(process, adminPort);
      process.awaitReady(() -> envoy.admin("/ready").startsWith("LIVE"), START_LIMIT);
      return envoy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many configurations it has rejected. */
  public long rejected() {
    return admin("/stats?filter=update_rejected")
        .lines()
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String admin(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(Loopback.httpUrl(adminPort) + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException("Envoy answers no more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it, as {@code kill -9} does. */
  @Override
  public void close() {
    process.close();
  }
}
