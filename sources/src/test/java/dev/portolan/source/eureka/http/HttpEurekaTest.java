package dev.portolan.source.eureka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.source.eureka.EurekaException;
import dev.portolan.source.eureka.EurekaException.Kind;
import dev.portolan.source.eureka.Listing;
import dev.portolan.source.http.TrustException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpEurekaTest {
  private static final String EMPTY =
      "{\"applications\":{\"versions__delta\":\"1\",\"apps__hashcode\":\"\",\"application\":[]}}";

  private record Asked(String path, String accept, String encodings, String authorization) {}

  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> headers = new HashMap<>();
  private @Nullable HttpServer server;
  private @Nullable HttpEureka eureka;
  private int status = 200;
  private byte[] body = EMPTY.getBytes(StandardCharsets.UTF_8);
  private boolean hangs;

  @BeforeEach
  void serve() throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.setExecutor(threads);
    started.createContext("/", this::answer);
    started.start();
    server = started;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestURI().toString(),
            header(exchange, "Accept"),
            header(exchange, "Accept-Encoding"),
            header(exchange, "Authorization")));
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(status, body.length + (hangs ? 1 : 0));
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    if (hangs) {
      try {
        hung.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(name));
  }

  @AfterEach
  void stop() {
    hung.countDown();
    if (eureka != null) {
      eureka.close();
    }
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private HttpEureka open(EurekaEndpoint endpoint) throws TrustException {
    HttpEureka opened = new HttpEureka(endpoint);
    eureka = opened;
    return opened;
  }

  private URI url() {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/eureka");
  }

  private static Listing of(CompletableFuture<Listing> answer) throws Exception {
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static void assertFails(CompletableFuture<?> answer, Kind kind, String reason) {
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            EurekaException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.reason()).contains(reason);
            });
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void asksForJsonThatMayBePacked() throws Exception {
    HttpEureka api = open(EurekaEndpoint.DEFAULT);

    assertThat(of(api.all(url())).hash()).hasValue("");
    of(api.recent(url()));

    assertThat(asked)
        .containsExactly(
            new Asked("/eureka/apps", "application/json", "gzip", "null"),
            new Asked("/eureka/apps/delta", "application/json", "gzip", "null"));
  }

  @Test
  void knowsWhenItWasAnswered() throws Exception {
    assertThat(of(open(EurekaEndpoint.DEFAULT).all(url())).at())
        .hasValueSatisfying(
            at -> assertThat(at).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
  }

  @Test
  void unpacksWhatIsPacked() throws Exception {
    headers.put("Content-Encoding", "gzip");
    body = packed(body);

    assertThat(of(open(EurekaEndpoint.DEFAULT).all(url())).hash()).hasValue("");
  }

  @Test
  void whatIsPackedAndTornIsRefused() throws Exception {
    headers.put("Content-Encoding", "gzip");
    byte[] whole = packed(body);
    body = Arrays.copyOf(whole, whole.length / 2);

    assertFails(open(EurekaEndpoint.DEFAULT).all(url()), Kind.UNREADABLE, "not Eureka's");
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() throws Exception {
    headers.put("Content-Encoding", "gzip");
    byte[] zeros = new byte[(64 << 20) + 1];
    Arrays.fill(zeros, (byte) ' ');
    body = packed(zeros);

    assertFails(open(EurekaEndpoint.DEFAULT).all(url()), Kind.UNREADABLE, "unpacks to more than");
  }

  @Test
  void readsUserAndPasswordAnewForEachRequest(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("user"), "ann:one:two\n");
    HttpEureka api = open(EurekaEndpoint.DEFAULT.withUser(file));

    of(api.all(url()));
    Files.writeString(file, "bob:x");
    of(api.all(url()));
    assertThat(asked)
        .extracting(Asked::authorization)
        .containsExactly(basic("ann:one:two"), basic("bob:x"));

    Files.writeString(file, "nonsense");
    assertFails(api.all(url()), Kind.DENIED, "no user:password");
    Files.delete(file);
    assertFails(api.all(url()), Kind.DENIED, "user and password cannot be read");
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "401, DENIED",
    "403, DENIED",
    "404, MISSING",
    "429, FAILED",
    "500, FAILED",
    "503, FAILED",
    "302, FAILED",
    "204, FAILED",
  })
  void everyOtherStatusIsAFailureWithItsReason(int code, Kind kind) throws Exception {
    status = code;
    body = code == 204 ? new byte[0] : "no luck".getBytes(StandardCharsets.UTF_8);

    assertFails(open(EurekaEndpoint.DEFAULT).all(url()), kind, "HTTP " + code);
  }

  @ParameterizedTest
  @CsvSource({"<applications/>", "'{\"applications\":{\"application\":[{\"na'", "''"})
  void whatIsNotEurekasJsonIsRefused(String garbage) throws Exception {
    body = garbage.getBytes(StandardCharsets.UTF_8);

    assertFails(open(EurekaEndpoint.DEFAULT).recent(url()), Kind.UNREADABLE, "not Eureka's JSON");
  }

  @Test
  void anAnswerThatStopsHalfwayIsNotWaitedForForEver() throws Exception {
    hangs = true;

    assertFails(
        open(EurekaEndpoint.DEFAULT.answering(Duration.ofMillis(500))).all(url()),
        Kind.UNREACHABLE,
        "no answer within");
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    URI url = url();
    if (server != null) {
      server.stop(0);
    }

    assertFails(open(EurekaEndpoint.DEFAULT).all(url), Kind.UNREACHABLE, "");
  }
}
