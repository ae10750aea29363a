package dev.portolan.source.consul.http;

import dev.portolan.source.consul.ConsulApi;
import dev.portolan.source.consul.ConsulException;
import dev.portolan.source.consul.ConsulException.Kind;
import dev.portolan.source.consul.Question;
import dev.portolan.source.consul.Reply;
import dev.portolan.source.http.BoundedHttp;
import dev.portolan.source.http.TrustException;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Consul by its HTTP API. Safe for use by many threads. */
public final class HttpConsul implements ConsulApi {
  // Consul adds up to this part of the time that it was given.
  private static final int STRETCH = 16;
  private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,17}");

  private final ConsulEndpoint endpoint;
  private final ConsulJson json;
  private final BoundedHttp http;

  /**
   * Connects when first asked.
   *
   * @throws TrustException if the certificates to trust cannot be read
   */
  public HttpConsul(ConsulEndpoint endpoint) throws TrustException {
    this.endpoint = endpoint;
    this.json = new ConsulJson(endpoint.taggedAddress());
    this.http = new BoundedHttp("portolan-consul", endpoint.connectTimeout(), endpoint.caFile());
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
    String token;
    try {
      token = token();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new ConsulException(Kind.DENIED, "the token cannot be read: " + e));
    }
    return http.ask(
        request(path, question, token),
        limit(question),
        response -> reply(response, !token.isEmpty(), reader),
        reason -> new ConsulException(Kind.UNREACHABLE, reason));
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
    String index = response.headers().firstValue("X-Consul-Index").orElse("");
    if (!INDEX.matcher(index).matches()) {
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
      return new Reply<>(reader.read(response.body()), Long.parseLong(index), filtered || denies);
    } catch (IOException | RuntimeException e) {
      throw new ConsulException(
          Kind.UNREADABLE, "the answer is not Consul's: " + BoundedHttp.firstLine(e.toString()));
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
    throw new ConsulException(kind, BoundedHttp.said(response));
  }

  @Override
  public void close() {
    http.close();
  }
}
