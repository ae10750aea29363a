package dev.portolan.it.source;

import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.Provisioned;
import dev.portolan.it.peers.TiedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Consul on loopback, in memory, that can be killed, paused and started again on the same
 * port. What it had is then lost. Confined to the test's thread.
 */
public final class ConsulServer implements AutoCloseable {
  /** Of the token that may do everything, where access rules are on. */
  static final String ROOT = "11111111-2222-3333-4444-555555555555";

  static final String WITH_ACCESS_RULES =
      "acl{enabled=true default_policy=\"deny\" tokens{initial_management=\"" + ROOT + "\"}}";

  private final Path directory;
  private final List<String> extra;
  private final int port = Loopback.freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TiedProcess process;

  private ConsulServer(Path directory, List<String> extra) {
    this.directory = directory;
    this.extra = extra;
    this.process = run();
  }

  /**
   * Starts it, or skips the running test where there is no Consul.
   *
   * @param hcl further configuration
   */
  public static ConsulServer start(Path directory, String... hcl) throws IOException {
    List<String> extra = new ArrayList<>();
    for (String each : hcl) {
      extra.add("-hcl");
      extra.add(each);
    }
    Provisioned.consul();
    return new ConsulServer(Files.createDirectories(directory.resolve("consul")), extra);
  }

  private TiedProcess run() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Provisioned.consul().toString(),
                "agent",
                "-dev",
                "-node=t1",
                "-bind=" + Loopback.HOST,
                "-client=" + Loopback.HOST,
                "-http-port=" + port,
                "-server-port=" + Loopback.freePort(),
                "-serf-lan-port=" + Loopback.freePort(),
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-grpc-tls-port=-1",
                "-log-level=warn",
                "-hcl",
                "disable_update_check=true"));
    command.addAll(extra);
    TiedProcess started = TiedProcess.start(directory, Map.of(), command);
    started.awaitReady(() -> get("/v1/catalog/nodes").contains("\"t1\""), Duration.ofMinutes(1));
    return started;
  }

  public URI url() {
    return URI.create("http://" + Loopback.HOST + ":" + port);
  }

  /** Registers an instance with a check that passes until {@link #fail} says otherwise. */
  public void register(String service, String id, String address, int instancePort, String more) {
    put(
        "/v1/agent/service/register",
        """
        {"Name":"%s","ID":"%s","Address":"%s","Port":%d,
         "Check":{"TTL":"1h","Status":"passing"}%s}"""
            .formatted(service, id, address, instancePort, more.isEmpty() ? "" : "," + more));
  }

  public void register(String service, String id, String address, int instancePort) {
    register(service, id, address, instancePort, "");
  }

  public void deregister(String id) {
    put("/v1/agent/service/deregister/" + id, "");
  }

  void fail(String id) {
    put("/v1/agent/check/fail/service:" + id, "");
  }

  void pass(String id) {
    put("/v1/agent/check/pass/service:" + id, "");
  }

  void warn(String id) {
    put("/v1/agent/check/warn/service:" + id, "");
  }

  void maintain(String id, boolean on) {
    put("/v1/agent/service/maintenance/" + id + "?enable=" + on, "");
  }

  /** Makes a token with these rules; its secret. */
  String token(String rules) {
    String policy = "p" + System.nanoTime();
    put(
        "/v1/acl/policy",
        "{\"Name\":\"%s\",\"Rules\":\"%s\"}".formatted(policy, rules.replace("\"", "\\\"")));
    String answer = put("/v1/acl/token", "{\"Policies\":[{\"Name\":\"%s\"}]}".formatted(policy));
    return answer.replaceAll("(?s).*\"SecretID\":\\s*\"([^\"]+)\".*", "$1");
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url() + path))
                .setHeader("X-Consul-Token", ROOT)
                .timeout(Duration.ofSeconds(5))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String put(String path, String body) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url() + path))
                  .setHeader("X-Consul-Token", ROOT)
                  .timeout(Duration.ofSeconds(10))
                  .PUT(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void pause() {
    process.pause();
  }

  void goOn() {
    process.goOn();
  }

  public void kill() {
    process.close();
  }

  /** On the same port, with nothing of what it had. */
  public void startEmpty() {
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}
