package dev.portolan.source.consul.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.consul.ConsulException;
import dev.portolan.source.consul.ConsulException.Kind;
import dev.portolan.source.consul.Question;
import dev.portolan.source.consul.Reply;
import dev.portolan.source.http.TrustException;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpConsulTest {
  private static final Question AT_ONCE = new Question(0, Duration.ofSeconds(10));
  private static final String ORDERS =
      """
      [{"Node":{"ID":"x","Node":"n1","Address":"10.9.0.1","Datacenter":"dc1","Meta":{"zone":"a"}},
        "Service":{"ID":"orders-1","Service":"orders","Tags":["mesh","env=prod"],"Address":"10.0.0.1",
          "TaggedAddresses":{"wan":{"Address":"203.0.113.9","Port":443}},
          "Meta":{"version":"2"},"Port":8080,"Weights":{"Passing":3,"Warning":2},"Future":{"x":1}},
        "Checks":[{"CheckID":"serfHealth","Status":"passing"},
                  {"CheckID":"service:orders-1","Status":"warning"}]},
       {"Node":{"Node":"n2","Address":"10.9.0.2","Datacenter":"dc1","Meta":null},
        "Service":{"ID":"orders-2","Service":"orders","Tags":null,"Address":"","Meta":null,"Port":8081},
        "Checks":[{"CheckID":"_node_maintenance","Status":"critical"}]},
       {"Node":{"Node":"n2","Address":"10.9.0.2"},
        "Service":{"Kind":"connect-proxy","ID":"p","Service":"orders","Port":1},"Checks":[]}]
      """;

  private final Queue<String> paths = new ConcurrentLinkedQueue<>();
  private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable HttpServer server;
  private @Nullable HttpConsul consul;
  private int status = 200;
  private String body = "{}";
  private Map<String, String> headers = Map.of("X-Consul-Index", "7");
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
    paths.add(exchange.getRequestURI().toString());
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Consul-Token")));
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length + (hangs ? 1 : 0));
    exchange.getResponseBody().write(bytes);
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

  @AfterEach
  void stop() {
    hung.countDown();
    if (consul != null) {
      consul.close();
    }
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private HttpConsul open(ConsulEndpoint endpoint) throws TrustException {
    HttpConsul opened = new HttpConsul(endpoint);
    consul = opened;
    return opened;
  }

  private ConsulEndpoint endpoint() {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    return ConsulEndpoint.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static <T> T of(CompletableFuture<T> answer) throws Exception {
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static void assertFails(CompletableFuture<?> answer, Kind kind, String reason) {
    assertThatThrownBy(() -> of(answer))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ConsulException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.reason()).contains(reason);
            });
  }

  @Test
  void readsInstancesWithTheirHealthTagsAndMetadata() throws Exception {
    body = ORDERS;

    Reply<List<Instance>> reply = of(open(endpoint()).instances("orders", AT_ONCE));

    assertThat(reply.index()).isEqualTo(7);
    assertThat(reply.concealed()).isFalse();
    assertThat(reply.value())
        .extracting(Instance::id)
        .containsExactly("n1/orders-1", "n2/orders-2");
    Instance first = reply.value().get(0);
    assertThat(first.address()).isEqualTo("10.0.0.1");
    assertThat(first.port()).isEqualTo(8080);
    assertThat(first.health()).isEqualTo(Health.READY);
    assertThat(first.datacenter()).isEqualTo("dc1");
    assertThat(first.tags()).containsExactly("env=prod", "mesh");
    assertThat(first.metadata()).isEqualTo(Map.of("version", "2", "node.zone", "a"));
    assertThat(first.weight()).as("while it warns").isEqualTo(2);
    Instance second = reply.value().get(1);
    assertThat(second.address()).isEqualTo("10.9.0.2");
    assertThat(second.weight()).isEqualTo(1);
    assertThat(second.health()).isEqualTo(Health.NOT_READY);
  }

  @Test
  void whoDoesNotWarnHasTheWeightForThat() throws Exception {
    body = ORDERS.replace("\"warning\"", "\"passing\"");

    List<Instance> instances = of(open(endpoint()).instances("orders", AT_ONCE)).value();

    assertThat(instances).extracting(Instance::weight).containsExactly(3, 1);
  }

  @Test
  void takesTheTaggedAddressWhereThereIsOne() throws Exception {
    body = ORDERS;
    ConsulEndpoint wan =
        new ConsulEndpoint(
            endpoint().address(),
            "",
            endpoint().tokenFile(),
            endpoint().caFile(),
            "wan",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    List<Instance> instances = of(open(wan).instances("orders", AT_ONCE)).value();

    assertThat(instances).extracting(Instance::address).containsExactly("203.0.113.9", "10.9.0.2");
    assertThat(instances).extracting(Instance::port).containsExactly(443, 8081);
  }

  @Test
  void readsNamesWithTags() throws Exception {
    body = "{\"consul\":[],\"orders\":[\"b\",\"a\"]}";

    assertThat(of(open(endpoint()).services(AT_ONCE)).value())
        .hasToString("{consul=[], orders=[a, b]}");
  }

  @Test
  void asksFromAnIndexWithPatienceAndEscapesNames() throws Exception {
    body = "[]";

    of(open(endpoint()).instances("a b/c", new Question(42, Duration.ofSeconds(3))));

    assertThat(paths).containsExactly("/v1/health/service/a%20b%2Fc?index=42&wait=3000ms");
  }

  @Test
  void readsTheTokenAnewForEachRequest(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    HttpConsul api = open(endpoint().withToken(file));

    of(api.services(AT_ONCE));
    Files.writeString(file, "two");
    of(api.services(AT_ONCE));
    assertThat(tokens).containsExactly("one", "two");

    Files.delete(file);
    assertFails(api.services(AT_ONCE), Kind.DENIED, "token");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Consul-Results-Filtered-By-ACLs, true, true",
    "X-Consul-Default-ACL-Policy, deny, true",
    "X-Consul-Default-ACL-Policy, allow, false",
    "X-Consul-Results-Filtered-By-ACLs, false, false",
  })
  void knowsWhenSomethingMayBeLeftOut(String header, String value, boolean concealed)
      throws Exception {
    headers = Map.of("X-Consul-Index", "7", header, value);

    assertThat(of(open(endpoint()).services(AT_ONCE)).concealed()).isEqualTo(concealed);
  }

  @ParameterizedTest
  @CsvSource({
    "403, DENIED",
    "401, DENIED",
    "429, BUSY",
    "500, FAILED",
    "400, FAILED",
    "302, FAILED",
    "204, FAILED",
  })
  void everyOtherStatusIsAFailureWithItsReason(int code, Kind kind) throws Exception {
    status = code;
    body = code == 204 ? "" : "ACL not found";

    assertFails(open(endpoint()).services(AT_ONCE), kind, "HTTP " + code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "",
        "{}",
        "[{}]",
        "[{\"Node\":{\"Node\":\"n\"}}]",
        "[{\"Node\":{\"Node\":\"n\"},\"Service\":{\"Port\":1}}]",
        "[{\"Node\":{\"Node\":\"n\"},\"Service\":{\"ID\":\"a\"},\"Checks\":[{\"Status\":\"odd\"}]}]",
        "[{\"Node\":{\"Node\":\"n\"},\"Service\":{\"ID\":\"a\"",
      })
  void whatCannotBeUnderstoodIsRefusedAsAWhole(String garbage) throws Exception {
    body = garbage;

    assertFails(open(endpoint()).instances("orders", AT_ONCE), Kind.UNREADABLE, "not Consul's");
  }

  @Test
  void anAnswerWithoutAnIndexIsNotConsuls() throws Exception {
    headers = Map.of();

    assertFails(open(endpoint()).services(AT_ONCE), Kind.UNREADABLE, "X-Consul-Index");
  }

  @Test
  void anAnswerThatStopsHalfwayIsNotWaitedForForEver() throws Exception {
    hangs = true;

    assertFails(
        open(endpoint().answering(Duration.ofMillis(500))).services(AT_ONCE),
        Kind.UNREACHABLE,
        "no answer within");
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    HttpConsul api = open(endpoint());
    if (server != null) {
      server.stop(0);
    }

    assertFails(api.services(AT_ONCE), Kind.UNREACHABLE, "");
  }
}
