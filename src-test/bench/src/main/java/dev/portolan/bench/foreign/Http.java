package dev.portolan.bench.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is asked of a registry by HTTP. Thread-safe.
 *
 * @param base of all paths
 */
record Http(String base, HttpClient client) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static Http at(String base) {
    return new Http(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /** Sends something that has to be answered with 2xx. */
  void send(String method, String path, String body) {
    HttpResponse<String> answer = join(client.sendAsync(request(method, path, body), text()));
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
  }

  CompletableFuture<HttpResponse<String>> get(String path) {
    return client.sendAsync(request("GET", path, ""), text());
  }

  /** Waits until a path is answered with 200 and a text in it. */
  void awaitUp(String path, String text, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer = client.send(request("GET", path, ""), text());
        if (answer.statusCode() == 200 && answer.body().contains(text)) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IllegalStateException(base + path + " is not up within " + seconds + " s");
  }

  static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new UncheckedIOException(new IOException(e.getCause()));
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("no answer within " + PATIENCE.toSeconds() + " s", e);
    }
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .timeout(PATIENCE)
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
