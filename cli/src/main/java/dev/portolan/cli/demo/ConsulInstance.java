package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The story's instance in a real Consul, by the HTTP API of its agent. Under a name of its own, so
 * that in a Consul that others use it joins no service of theirs. Thread-safe.
 */
final class ConsulInstance implements ConsulStory.Instance, AutoCloseable {
  /** What the source selects by. */
  static final String TAG = "portolan-demo";

  private static final String ID = "portolan-demo-shipping-1";
  private static final String CHECK = "service:" + ID;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI consul;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private boolean registered;

  /** An instance that is not registered yet. */
  ConsulInstance(URI consul) {
    this.consul = consul;
  }

  /** Whether Consul answers and has elected a leader, without which nothing can be registered. */
  boolean ready() throws InterruptedException {
    try {
      HttpResponse<String> answer = send("GET", "/v1/status/leader", "");
      return answer.statusCode() == 200 && answer.body().contains(":");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void register() throws InterruptedException {
    noteRegistered(true);
    put(
        "/v1/agent/service/register",
        """
        {"Name": "portolan-demo-shipping", "ID": "%s", "Address": "%s", "Port": %d, "Tags": ["%s"],
         "Meta": {"name": "%s", "namespace": "%s", "protocol": "http"},
         "Check": {"TTL": "24h", "Status": "passing"}}"""
            .formatted(
                ID,
                ConsulStory.ADDRESS,
                ConsulStory.PORT,
                TAG,
                ConsulStory.SERVICE,
                ConsulStory.NAMESPACE));
  }

  @Override
  public void fail() throws InterruptedException {
    put("/v1/agent/check/fail/" + CHECK, "");
  }

  @Override
  public void pass() throws InterruptedException {
    put("/v1/agent/check/pass/" + CHECK, "");
  }

  @Override
  public void deregister() throws InterruptedException {
    put("/v1/agent/service/deregister/" + ID, "");
    noteRegistered(false);
  }

  /** Takes back what is registered, if that is still possible. */
  @Override
  public void close() {
    if (!isRegistered()) {
      return;
    }
    noteRegistered(false);
    try {
      // Dropped: a Consul that has ended with the demo has nothing to take back.
      var unused = send("PUT", "/v1/agent/service/deregister/" + ID, "");
    } catch (IOException e) {
      // The same.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isRegistered() {
    return registered;
  }

  private synchronized void noteRegistered(boolean now) {
    registered = now;
  }

  private void put(String path, String body) throws InterruptedException {
    try {
      HttpResponse<String> answer = send("PUT", path, body);
      if (answer.statusCode() != 200) {
        throw new CommandException(
            ExitCode.FAILED,
            "Consul at %s answers %s with %d: %s"
                .formatted(consul, path, answer.statusCode(), answer.body().strip()));
      }
    } catch (IOException e) {
      String reason =
          e instanceof ConnectException ? "nobody takes the connection" : IoReason.of(e);
      throw new CommandException(
          ExitCode.FAILED, "Consul at %s does not answer: %s".formatted(consul, reason), e);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(consul.resolve(path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
