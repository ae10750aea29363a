package dev.portolan.it.source;

import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.Provisioned;
import dev.portolan.it.peers.TiedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Eureka on loopback in a process of its own, that can be killed, paused and started again
 * on the same port. What it had is then lost. Confined to the test's thread.
 */
public final class EurekaServer implements AutoCloseable {
  private static final Duration UP = Duration.ofMinutes(2);

  private final Path directory;
  private final List<String> flags;
  private final String userAndPassword;
  private final int port = Loopback.freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TiedProcess process;

  private EurekaServer(Path directory, Path jar, List<String> behaviour, String userAndPassword) {
    this.directory = directory;
    this.userAndPassword = userAndPassword;
    this.flags = new ArrayList<>(command(jar));
    this.flags.addAll(behaviour);
    this.process = TiedProcess.start(directory, Map.of(), flags);
  }

  /**
   * Starts it, or skips the running test where there is no Eureka.
   *
   * @param behaviour further settings of the server's, such as {@code disable-delta=true}
   */
  public static EurekaServer start(Path directory, String... behaviour) throws IOException {
    return start(
        directory, Stream.of(behaviour).map(each -> "--eureka.server." + each).toList(), "");
  }

  /** The same that asks everybody for a user and password. */
  static EurekaServer startWithUser(Path directory, String user, String password)
      throws IOException {
    return start(
        directory,
        List.of(
            "--spring.security.user.name=" + user, "--spring.security.user.password=" + password),
        user + ":" + password);
  }

  private static EurekaServer start(Path directory, List<String> more, String userAndPassword)
      throws IOException {
    Path jar = Provisioned.eureka();
    EurekaServer server =
        new EurekaServer(
            Files.createDirectories(directory.resolve("eureka-" + System.nanoTime())),
            jar,
            more,
            userAndPassword);
    server.awaitUp();
    return server;
  }

  private List<String> command(Path jar) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        jar.toString(),
        "--server.port=" + port,
        "--server.address=" + Loopback.HOST,
        "--spring.main.banner-mode=off",
        "--logging.level.root=WARN",
        "--eureka.client.register-with-eureka=false",
        "--eureka.client.fetch-registry=false",
        "--eureka.instance.hostname=" + Loopback.HOST,
        // Else it replicates to whoever listens on 8761.
        "--eureka.client.service-url.defaultZone=" + url() + "/",
        "--eureka.server.wait-time-in-ms-when-sync-empty=0",
        "--eureka.server.use-read-only-response-cache=false",
        "--eureka.server.enable-self-preservation=false");
  }

  private void awaitUp() {
    process.awaitReady(() -> call("GET", "/apps", "") == 200, UP);
  }

  public URI url() {
    return URI.create("http://" + Loopback.HOST + ":" + port + "/eureka");
  }

  /** Registers an instance that is up, with metadata such as {@code "zone":"a"}. */
  public void register(String app, String id, String address, int instancePort, String metadata) {
    require(
        204,
        "POST",
        "/apps/" + app,
        """
        {"instance":{"instanceId":"%s","hostName":"%s","app":"%s","ipAddr":"%s","status":"UP",
         "port":{"$":%d,"@enabled":"true"},"securePort":{"$":8443,"@enabled":"false"},
         "vipAddress":"%s","metadata":{%s},
         "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90},
         "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"}}}"""
            .formatted(id, id, app, address, instancePort, app, metadata));
  }

  void status(String app, String id, String status) {
    require(200, "PUT", "/apps/%s/%s/status?value=%s".formatted(app, id, status), "");
  }

  void clearStatus(String app, String id) {
    require(200, "DELETE", "/apps/%s/%s/status?value=UP".formatted(app, id), "");
  }

  void metadata(String app, String id, String key, String value) {
    require(200, "PUT", "/apps/%s/%s/metadata?%s=%s".formatted(app, id, key, value), "");
  }

  public void deregister(String app, String id) {
    require(200, "DELETE", "/apps/%s/%s".formatted(app, id), "");
  }

  private void require(int expected, String method, String path, String body) {
    try {
      int status = call(method, path, body);
      if (status != expected) {
        throw new IllegalStateException("%s %s: %d".formatted(method, path, status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", "application/json")
            .timeout(Duration.ofSeconds(10))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!userAndPassword.isEmpty()) {
      byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
      request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  void pause() {
    process.pause();
  }

  void goOn() {
    process.goOn();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.close();
  }

  /** On the same port, with nothing of what it had. */
  public void startEmpty() {
    process = TiedProcess.start(directory, Map.of(), flags);
    awaitUp();
  }

  @Override
  public void close() {
    process.close();
  }
}
