package dev.portolan.source.eureka.http;

import dev.portolan.source.eureka.EurekaApi;
import dev.portolan.source.eureka.EurekaException;
import dev.portolan.source.eureka.EurekaException.Kind;
import dev.portolan.source.eureka.Listing;
import dev.portolan.source.http.BoundedHttp;
import dev.portolan.source.http.TrustException;
import dev.portolan.source.http.Unpacked;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Eureka's servers by their REST API. Safe for use by many threads. */
public final class HttpEureka implements EurekaApi {
  private final EurekaEndpoint endpoint;
  private final EurekaJson json;
  private final BoundedHttp http;

  /**
   * Connects when first asked.
   *
   * @throws TrustException if the certificates to trust cannot be read
   */
  public HttpEureka(EurekaEndpoint endpoint) throws TrustException {
    this.endpoint = endpoint;
    this.json = new EurekaJson(new InstanceJson(endpoint.port()));
    this.http = new BoundedHttp("portolan-eureka", endpoint.connectTimeout(), endpoint.caFile());
  }

  @Override
  public CompletableFuture<Listing> all(URI server) {
    return ask(server, "/apps");
  }

  @Override
  public CompletableFuture<Listing> recent(URI server) {
    return ask(server, "/apps/delta");
  }

  private CompletableFuture<Listing> ask(URI server, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            // Whoever does not say so gets XML.
            .setHeader("Accept", "application/json")
            .setHeader("Accept-Encoding", "gzip");
    try {
      authorization().ifPresent(value -> request.setHeader("Authorization", value));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new EurekaException(Kind.DENIED, "user and password cannot be read: " + e));
    }
    return http.ask(
        request.build(),
        endpoint.answerTimeout(),
        this::listing,
        reason -> new EurekaException(Kind.UNREACHABLE, reason));
  }

  private Optional<String> authorization() throws IOException {
    if (endpoint.authFile().isEmpty()) {
      return Optional.empty();
    }
    String userAndPassword = Files.readString(endpoint.authFile().get()).strip();
    if (userAndPassword.indexOf(':') < 1) {
      throw new IOException(endpoint.authFile().get() + " has no user:password");
    }
    return Optional.of(
        "Basic "
            + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8)));
  }

  private Listing listing(HttpResponse<byte[]> response) throws EurekaException {
    int status = response.statusCode();
    if (status != 200) {
      Kind kind =
          switch (status) {
            case 401, 403 -> Kind.DENIED;
            case 404 -> Kind.MISSING;
            default -> Kind.FAILED;
          };
      throw new EurekaException(kind, BoundedHttp.said(response));
    }
    try {
      return json.listing(Unpacked.body(response, BoundedHttp.LONGEST_ANSWER), date(response));
    } catch (IOException | RuntimeException e) {
      throw new EurekaException(
          Kind.UNREADABLE,
          "the answer is not Eureka's JSON: " + BoundedHttp.firstLine(e.toString()));
    }
  }

  private static Optional<Instant> date(HttpResponse<byte[]> response) {
    try {
      return response
          .headers()
          .firstValue("Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
