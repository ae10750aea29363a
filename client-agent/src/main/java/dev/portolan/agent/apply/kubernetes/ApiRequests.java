package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Single requests to the API server over the client's connections and credentials. The client's own
 * calls turn every refusal into one exception without headers; what to do next depends on them.
 * Thread-safe.
 */
final class ApiRequests {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Beyond the client's own limit for a request: a request that nothing ends would be forgotten.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final String server;
  private final Duration limit;

  /** Requests of a client that does not repeat them itself. */
  ApiRequests(KubernetesClient client) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.limit = Duration.ofMillis(client.getConfiguration().getRequestTimeout());
  }

  CompletionStage<Answer> get(String path) {
    return send(http.newHttpRequestBuilder().uri(server + path));
  }

  CompletionStage<Answer> send(String method, String path, String contentType, JsonNode body) {
    return send(
        http.newHttpRequestBuilder()
            .uri(server + path)
            .method(method, contentType, body.toString()));
  }

  /** Fails only when no answer came. */
  private CompletionStage<Answer> send(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request
                .header("Accept", "application/json")
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .build(),
            byte[].class);
    return response
        .orTimeout(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(ApiRequests::answer);
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.code(), json(response.body()), seconds(response.header("Retry-After")));
  }

  private static JsonNode json(byte @Nullable [] body) {
    if (body == null) {
      return TextNode.valueOf("");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree == null || !tree.isObject() ? TextNode.valueOf(text) : tree;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  private static Optional<Duration> seconds(@Nullable String header) {
    try {
      return header == null
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Math.max(0, Math.min(Long.parseLong(header), 3600))));
    } catch (NumberFormatException e) {
      return Optional.empty(); // a date, which the API server never sends
    }
  }
}
