package dev.portolan.source.consul.http;

import dev.portolan.source.consul.ConsulApi;
import dev.portolan.source.consul.ConsulException;
import dev.portolan.source.consul.ConsulException.Kind;
import dev.portolan.source.consul.Question;
import dev.portolan.source.consul.Reply;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Consul by its HTTP API. Safe for use by many threads. */
public final class HttpConsul implements ConsulApi {
  private static final int LONGEST_ANSWER = 64 << 20;
  // Consul adds up to this part of the time that it was given.
  private static final int STRETCH = 16;

  private final ConsulEndpoint endpoint;
  private final ConsulJson json;
  private final ExecutorService threads;
  private final HttpClient client;

  /**
   * Connects when first asked.
   *
   * @throws ConsulTlsException if the certificates to trust cannot be read
   */
  public HttpConsul(ConsulEndpoint endpoint) throws ConsulTlsException {
    this.endpoint = endpoint;
    this.json = new ConsulJson(endpoint.taggedAddress());
    this.threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "portolan-consul");
              thread.setDaemon(true);
              return thread;
            });
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.connectTimeout())
            .executor(threads);
    if (endpoint.caFile().isPresent()) {
      builder.sslContext(TrustedCertificates.context(endpoint.caFile().get()));
    }
    this.client = builder.build();
  }

  @Override
  public CompletableFuture<Reply<SortedMap<String, SortedSet<String>>>> services(
      Question question) {
    return ask("/v1/catalog/services", question, ConsulJson::services);
  }

  @Override
  public CompletableFuture<Reply<List<Instance>>> instances(String service, Question question) {
    return ask(
        "/v1/health/service/" + escaped(service), question, body -> json.instances(service, body));
  }

  private interface Reader<T> {
    T read(byte[] body) throws IOException;
  }

  private <T> CompletableFuture<Reply<T>> ask(String path, Question question, Reader<T> reader) {
    CompletableFuture<Reply<T>> answer = new CompletableFuture<>();
    String token;
    try {
      token = token();
    } catch (IOException e) {
      answer.completeExceptionally(
          new ConsulException(Kind.DENIED, "the token cannot be read: " + e));
      return answer;
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(
            request(path, question, token), response -> new LimitedBody(LONGEST_ANSWER));
    // A request's own timeout ends with the headers of the answer.
    Duration limit = limit(question);
    answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        sent.whenComplete(
            (response, failure) -> {
              try {
                if (response == null) {
                  throw unreachable(failure);
                }
                answer.complete(reply(response, !token.isEmpty(), reader));
              } catch (ConsulException e) {
                answer.completeExceptionally(e);
              } catch (RuntimeException e) {
                answer.completeExceptionally(new ConsulException(Kind.UNREADABLE, e.toString()));
              }
            });
    return given(answer, sent, limit);
  }

  /** The same answer, with a timeout in our words; whatever ends it ends the request. */
  private static <T> CompletableFuture<T> given(
      CompletableFuture<T> answer, CompletableFuture<?> request, Duration limit) {
    CompletableFuture<T> given = new CompletableFuture<>();
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              request.cancel(true);
              if (failure instanceof TimeoutException) {
                given.completeExceptionally(
                    new ConsulException(
                        Kind.UNREACHABLE, "no answer within %d ms".formatted(limit.toMillis())));
              } else if (failure != null) {
                given.completeExceptionally(failure);
              } else {
                given.complete(value);
              }
            });
    var unusedToo = given.whenComplete((value, failure) -> answer.cancel(true));
    return given;
  }

  private Duration limit(Question question) {
    Duration asked = question.index() == 0 ? Duration.ZERO : question.patience();
    return asked.plus(asked.dividedBy(STRETCH)).plus(endpoint.answerTimeout());
  }

  private HttpRequest request(String path, Question question, String token) {
    StringBuilder query = new StringBuilder();
    if (question.index() > 0) {
      query
          .append("index=")
          .append(question.index())
          .append("&wait=")
          .append(question.patience().toMillis())
          .append("ms");
    }
    if (!endpoint.datacenter().isEmpty()) {
      query.append(query.isEmpty() ? "" : "&").append("dc=").append(escaped(endpoint.datacenter()));
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
            URI.create(endpoint.address() + path + (query.isEmpty() ? "" : "?" + query)));
    if (!token.isEmpty()) {
      builder.setHeader("X-Consul-Token", token);
    }
    return builder.build();
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String token() throws IOException {
    return endpoint.tokenFile().isPresent()
        ? Files.readString(endpoint.tokenFile().get()).strip()
        : "";
  }

  private static <T> Reply<T> reply(
      HttpResponse<byte[]> response, boolean withToken, Reader<T> reader) throws ConsulException {
    checkStatus(response);
    long index = response.headers().firstValueAsLong("X-Consul-Index").orElse(0);
    if (index < 1) {
      throw new ConsulException(
          Kind.UNREADABLE, "the answer has no X-Consul-Index; it is not Consul's");
    }
    boolean filtered =
        response
            .headers()
            .firstValue("X-Consul-Results-Filtered-By-ACLs")
            .filter("true"::equalsIgnoreCase)
            .isPresent();
    // To whom shows no token it does not say that it filters.
    boolean denies =
        !withToken
            && response
                .headers()
                .firstValue("X-Consul-Default-ACL-Policy")
                .filter("deny"::equalsIgnoreCase)
                .isPresent();
    try {
      return new Reply<>(reader.read(response.body()), index, filtered || denies);
    } catch (IOException e) {
      throw new ConsulException(
          Kind.UNREADABLE, "the answer is not Consul's: " + firstLine(e.toString()));
    }
  }

  private static void checkStatus(HttpResponse<byte[]> response) throws ConsulException {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.DENIED;
          case 429 -> Kind.BUSY;
          default -> Kind.FAILED;
        };
    throw new ConsulException(
        kind,
        "HTTP %d %s"
            .formatted(status, firstLine(new String(response.body(), StandardCharsets.UTF_8))));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static ConsulException unreachable(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new ConsulException(Kind.UNREACHABLE, String.valueOf(cause));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
