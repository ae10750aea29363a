package dev.portolan.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An API server by plain HTTP, as an administrator: nothing between it and who asks but the JDK's
 * client, so that what a request takes is the server's own. Thread-safe.
 */
public final class Api {
  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\\s*\"(\\d+)\"");
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http;
  private final String server;
  private final String token;

  Api(int port, Path certificate, String token) {
    this.http =
        HttpClient.newBuilder()
            // A connection's streams are limited, and what is beyond fails instead of waiting.
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(certificate))
            .build();
    this.server = "https://127.0.0.1:" + port;
    this.token = token;
  }

  private static SSLContext trusting(Path certificate) {
    try (InputStream pem = Files.newInputStream(certificate)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("c" + trusted.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(certificate + " is no certificate", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }

  private CompletableFuture<String> send(String method, String path, String type, String body) {
    HttpRequest request =
        request(path)
            .timeout(LIMIT)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(
            response -> {
              if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                    "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
              }
              return response.body();
            });
  }

  /** What is at a path, as text. */
  public String get(String path) {
    return join(send("GET", path, "application/json", ""));
  }

  /** Creates an object in a collection. */
  public CompletableFuture<String> create(String collection, String json) {
    return send("POST", collection, "application/json", json);
  }

  /** Server-side apply under a field manager of its own; YAML or JSON. */
  public CompletableFuture<String> apply(String path, String object) {
    return send("PATCH", path + "?fieldManager=bench&force=true", APPLY, object);
  }

  /** Replaces what the patch names. */
  public CompletableFuture<String> merge(String path, String json) {
    return send("PATCH", path, MERGE, json);
  }

  /** Whether the server answers a path with success. */
  boolean answers(String path) {
    try {
      return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits for an answer. */
  public static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IllegalStateException refused ? refused : e;
    }
  }

  /**
   * Watches a collection from now on. A server that has much to do ends watches that it takes for
   * slow; such a one goes on where it was.
   *
   * @param events told of every event as it stands on the wire, on the client's threads, one after
   *     the other
   * @return ends the watch when it is cancelled; fails when the server cannot be reached
   */
  public CompletableFuture<?> watch(String collection, Consumer<String> events) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    follow(collection, version(get(collection + "?limit=1")).orElseThrow(), events, end);
    return end;
  }

  private void follow(
      String collection, String version, Consumer<String> events, CompletableFuture<Void> end) {
    AtomicReference<String> last = new AtomicReference<>(version);
    CompletableFuture<?> stretch =
        http.sendAsync(
            request(collection + "?watch=1&resourceVersion=" + version).build(),
            HttpResponse.BodyHandlers.fromLineSubscriber(
                new Lines(
                    line -> {
                      version(line).ifPresent(last::set);
                      events.accept(line);
                    })));
    // Dropped, both: they tell each other.
    var unused = end.whenComplete((cancelled, why) -> stretch.cancel(true));
    var unusedToo =
        stretch.whenComplete(
            (closed, failure) -> {
              if (failure != null) {
                end.completeExceptionally(failure);
              } else if (!end.isDone()) {
                follow(collection, Optional.ofNullable(last.get()).orElse(version), events, end);
              }
            });
  }

  private static Optional<String> version(String text) {
    Matcher version = VERSION.matcher(text);
    return version.find() ? Optional.of(version.group(1)) : Optional.empty();
  }
}
