package dev.portolan.cli.register;

import dev.portolan.cli.shell.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Healthy is what answers a GET with 2xx or 3xx. */
final class HttpCheck implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofMillis(TcpCheck.PATIENCE_MILLIS);

  private final URI uri;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * A check of a path.
   *
   * @throws IllegalArgumentException if it is no path of a URI
   */
  HttpCheck(String host, int port, String path) {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    uri = URI.create("http://" + literal + ":" + port + path);
  }

  @Override
  public Optional<String> problem() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 400
          ? Optional.empty()
          : Optional.of("%s answers %d".formatted(uri, status));
    } catch (ConnectException e) {
      // The JDK gives it no message.
      return Optional.of(uri + ": nobody takes the connection");
    } catch (IOException e) {
      return Optional.of("%s: %s".formatted(uri, IoReason.of(e)));
    }
  }
}
