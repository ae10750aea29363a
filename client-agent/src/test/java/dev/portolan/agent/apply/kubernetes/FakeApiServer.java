package dev.portolan.agent.apply.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An API server that gives the answers of a script, in order, and records what it was asked. For
 * what a real one does not do on demand; the rest is tested against a real one.
 */
final class FakeApiServer implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Reply> replies = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Reply(int code, Map<String, String> headers, String body) {}

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool(FakeApiServer::daemon));
    server.createContext("/", this::answer);
    server.start();
  }

  /** The answer to one more request. */
  FakeApiServer reply(int code, String body) {
    return reply(code, Map.of(), body);
  }

  synchronized FakeApiServer reply(int code, Map<String, String> headers, String body) {
    replies.add(new Reply(code, headers, body));
    return this;
  }

  /** One more request is never answered. */
  FakeApiServer silence() {
    return reply(0, "");
  }

  /** {@code METHOD path?query} of each request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  List<String> bodies() {
    return List.copyOf(bodies);
  }

  KubernetesClient client(int timeoutMillis) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestTimeout(timeoutMillis)
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Reply reply;
    synchronized (this) {
      reply = replies.remove();
    }
    if (reply.code() == 0) {
      awaitClose();
      return;
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(reply.code(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-api-server");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
