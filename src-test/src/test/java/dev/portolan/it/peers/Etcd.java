package dev.portolan.it.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One etcd for all API servers of a test run; each has a key prefix of its own. */
final class Etcd implements AutoCloseable {
  private final String url;
  private final TiedProcess process;

  private Etcd(String url, TiedProcess process) {
    this.url = url;
    this.process = process;
  }

  static Etcd start(Path binary, Path directory) {
    String url = Loopback.httpUrl(Loopback.freePort());
    String anyPort = Loopback.httpUrl(0);
    TiedProcess process =
        TiedProcess.start(
            directory,
            Map.of(),
            List.of(
                binary.toString(),
                "--name=peers",
                "--data-dir=" + directory.resolve("etcd-data").toAbsolutePath(),
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + anyPort,
                "--initial-advertise-peer-urls=" + anyPort,
                "--initial-cluster=peers=" + anyPort));
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest health = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    process.awaitReady(
        () -> http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200,
        Duration.ofMinutes(1));
    return new Etcd(url, process);
  }

  String url() {
    return url;
  }

  /** Answers nobody until {@link #goOn}. */
  void pause() {
    process.pause();
  }

  void goOn() {
    process.goOn();
  }

  @Override
  public void close() {
    process.close();
  }
}
