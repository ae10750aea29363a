package dev.portolan.source.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with bounds: an answer has a size and a time, headers and body together, and leads nowhere
 * else. Safe for use by many threads.
 */
public final class BoundedHttp implements AutoCloseable {
  /** Bytes of an answer at most, packed or not. */
  public static final int LONGEST_ANSWER = 64 << 20;

  private final ExecutorService threads;
  private final HttpClient client;

  /** From an answer to a value; what it throws is what the question fails by. */
  public interface Reader<T> {
    T read(HttpResponse<byte[]> response) throws Exception;
  }

  /**
   * Connects when first asked.
   *
   * @param name of its threads
   * @param caFile certificates in PEM that are trusted instead of the system's
   * @throws TrustException if these cannot be read
   */
  public BoundedHttp(String name, Duration connectTimeout, Optional<Path> caFile)
      throws TrustException {
    this.threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(threads);
    if (caFile.isPresent()) {
      builder.sslContext(TrustedCertificates.context(caFile.get()));
    }
    this.client = builder.build();
  }

  /**
   * Asks once. Whatever ends the answer, its cancellation included, ends the request.
   *
   * @param within how long the whole answer may take
   * @param unreachable no answer, for the reason that it is given, in the caller's words
   */
  public <T> CompletableFuture<T> ask(
      HttpRequest request,
      Duration within,
      Reader<T> reader,
      Function<String, ? extends Exception> unreachable) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, response -> new LimitedBody(LONGEST_ANSWER));
    // A request's own timeout ends with the headers of the answer.
    answer.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        sent.whenComplete(
            (response, failure) -> {
              try {
                if (response == null) {
                  throw unreachable.apply(cause(failure));
                }
                answer.complete(reader.read(response));
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    CompletableFuture<T> given = new CompletableFuture<>();
    var unusedToo =
        answer.whenComplete(
            (value, failure) -> {
              sent.cancel(true);
              if (failure instanceof TimeoutException) {
                given.completeExceptionally(
                    unreachable.apply("no answer within %d ms".formatted(within.toMillis())));
              } else if (failure != null) {
                given.completeExceptionally(failure);
              } else {
                given.complete(value);
              }
            });
    var unusedAsWell = given.whenComplete((value, failure) -> answer.cancel(true));
    return given;
  }

  private static String cause(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause);
  }

  /** What an answer other than the expected one says, for a person: status and first line. */
  public static String said(HttpResponse<byte[]> response) {
    return "HTTP %d %s"
        .formatted(
            response.statusCode(), firstLine(new String(response.body(), StandardCharsets.UTF_8)));
  }

  /** The first line of a text, for a person. */
  public static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** Ends all questions. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
