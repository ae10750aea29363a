package dev.portolan.agent.discovery.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.agent.discovery.objects.ObjectKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The part of an API server that informers talk to: list with pages, watch with bookmarks, and the
 * ways in which these fail. Keeps its objects while it is stopped. Thread-safe.
 */
final class FakeApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<ObjectKind, Map<String, ObjectNode>> objects = new EnumMap<>(ObjectKind.class);
  private final List<Event> log = new ArrayList<>();
  private final Map<ObjectKind, Integer> lists = new EnumMap<>(ObjectKind.class);
  private final Map<ObjectKind, Refusal> refusals = new EnumMap<>(ObjectKind.class);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable HttpServer server;
  private int port;
  private long version = 100;
  private long compacted;
  private final FakeExportsApi exports = new FakeExportsApi();
  private int cut;
  private boolean frozen;

  private record Event(ObjectKind kind, long version, String line) {}

  /**
   * How requests for a kind are answered.
   *
   * @param retryAfter seconds, 0 for none
   * @param times how many requests are; negative: all
   */
  private record Refusal(int code, int retryAfter, int times) {}

  FakeApiServer() {
    for (ObjectKind kind : ObjectKind.values()) {
      objects.put(kind, new TreeMap<>());
    }
  }

  synchronized FakeApiServer start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    return this;
  }

  synchronized String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends all connections; the objects stay. */
  synchronized void stop() {
    cutWatches();
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  /** Creates or replaces. */
  synchronized void put(ObjectKind kind, HasMetadata object) {
    ObjectNode node = JSON.valueToTree(object);
    ObjectNode meta = (ObjectNode) node.get("metadata");
    meta.put("resourceVersion", String.valueOf(++version));
    ObjectNode before = objects(kind).put(key(meta), node);
    event(kind, before == null ? "ADDED" : "MODIFIED", node);
  }

  synchronized void delete(ObjectKind kind, String namespace, String name) {
    ObjectNode gone = objects(kind).remove(namespace + "/" + name);
    if (gone == null) {
      throw new IllegalArgumentException("no " + kind + " " + namespace + "/" + name);
    }
    ((ObjectNode) gone.get("metadata")).put("resourceVersion", String.valueOf(++version));
    event(kind, "DELETED", gone);
  }

  /** Without telling any watch; from now on, no watch can resume from before. */
  synchronized void forget(ObjectKind kind, String namespace, String name) {
    version++;
    objects(kind).remove(namespace + "/" + name);
    compact();
  }

  synchronized void forgetAll(ObjectKind kind) {
    version++;
    objects(kind).clear();
    compact();
  }

  synchronized void bookmark() {
    version++;
    for (ObjectKind kind : ObjectKind.values()) {
      ObjectNode node = JSON.createObjectNode();
      node.put("kind", model(kind)).put("apiVersion", apiVersion(kind));
      node.putObject("metadata").put("resourceVersion", String.valueOf(version));
      event(kind, "BOOKMARK", node);
    }
  }

  /** From now on, watches that would resume from before get 410. */
  synchronized void compact() {
    compacted = version;
    log.clear();
    cutWatches();
  }

  synchronized void cutWatches() {
    cut++;
    notifyAll();
  }

  /** Watches stay open and bring nothing any more; new ones work. */
  synchronized void killWatchesSilently() {
    frozen = true;
    notifyAll();
  }

  synchronized void refuse(ObjectKind kind, int code, int retryAfter, int times) {
    refusals.put(kind, new Refusal(code, retryAfter, times));
  }

  /** Which kinds beside Kubernetes' own there are. */
  FakeExportsApi exports() {
    return exports;
  }

  synchronized void refuseAll(int code) {
    for (ObjectKind kind : ObjectKind.values()) {
      refuse(kind, code, 0, -1);
    }
  }

  synchronized void relent() {
    refusals.clear();
  }

  /** How many lists of this kind began, pages and lists of one not counted. */
  synchronized int lists(ObjectKind kind) {
    return lists.getOrDefault(kind, 0);
  }

  private void event(ObjectKind kind, String type, ObjectNode object) {
    ObjectNode line = JSON.createObjectNode().put("type", type);
    line.set("object", object.deepCopy());
    log.add(new Event(kind, version, line + "\n"));
    notifyAll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange);
      String path = exchange.getRequestURI().getPath();
      if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
        // Not a switch of protocols: the client then watches over plain HTTP.
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      if (path.startsWith("/apis/multicluster.x-k8s.io") && !path.endsWith("/serviceexports")) {
        Refusal refusal = refusal(ObjectKind.SERVICE_EXPORT);
        int code = refusal == null ? exports.code(path) : refusal.code();
        answer(exchange, code, code == 200 ? exports.answer(path) : status(code, "refused"), 0);
        return;
      }
      boolean single = path.startsWith("/api/v1/namespaces/kube-system");
      ObjectKind kind = single ? ObjectKind.NAMESPACE : kind(path);
      Refusal refusal = refusal(kind);
      if (kind == ObjectKind.SERVICE_EXPORT && exports.code(path) != 200) {
        answer(exchange, 404, status(404, "no such kind"), 0);
      } else if (refusal != null) {
        answer(exchange, refusal.code(), status(refusal.code(), "refused"), refusal.retryAfter());
      } else if (single) {
        ObjectNode found = find("/kube-system");
        answer(
            exchange,
            found == null ? 404 : 200,
            found == null ? status(404, "not found") : found,
            0);
      } else if ("true".equals(query.get("watch"))) {
        watch(exchange, kind, Long.parseLong(query.getOrDefault("resourceVersion", "0")));
      } else {
        answer(exchange, 200, list(kind, query), 0);
      }
    }
  }

  private synchronized @Nullable ObjectNode find(String key) {
    return objects(ObjectKind.NAMESPACE).get(key);
  }

  private synchronized @Nullable Refusal refusal(ObjectKind kind) {
    Refusal refusal = refusals.get(kind);
    if (refusal != null && refusal.times() >= 0) {
      if (refusal.times() <= 1) {
        refusals.remove(kind);
      } else {
        refuse(kind, refusal.code(), refusal.retryAfter(), refusal.times() - 1);
      }
    }
    return refusal;
  }

  private synchronized ObjectNode list(ObjectKind kind, Map<String, String> query) {
    List<ObjectNode> all = List.copyOf(objects(kind).values());
    int from = Integer.parseInt(query.getOrDefault("continue", "0"));
    int limit = Integer.parseInt(query.getOrDefault("limit", "500"));
    if (from == 0 && limit > 1) {
      lists.merge(kind, 1, Integer::sum);
    }
    int to = Math.min(all.size(), from + limit);
    ObjectNode list = JSON.createObjectNode();
    list.put("kind", model(kind) + "List").put("apiVersion", apiVersion(kind));
    ObjectNode meta = list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    if (to < all.size()) {
      meta.put("continue", String.valueOf(to));
    }
    ArrayNode items = list.putArray("items");
    all.subList(from, to).forEach(item -> items.add(item.deepCopy()));
    return list;
  }

  private void watch(HttpExchange exchange, ObjectKind kind, long from) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    long sent = from;
    int begun;
    boolean[] dead = {false};
    synchronized (this) {
      begun = cut;
      if (from < compacted) {
        write(out, "{\"type\":\"ERROR\",\"object\":" + status(410, "too old") + "}\n");
        return;
      }
      frozen = false;
    }
    while (true) {
      List<Event> events;
      synchronized (this) {
        events = events(kind, sent, dead);
        while (events.isEmpty() && begun == cut) {
          try {
            wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
          events = events(kind, sent, dead);
        }
        if (begun != cut) {
          return;
        }
      }
      for (Event event : events) {
        write(out, event.line());
        sent = event.version();
      }
    }
  }

  private List<Event> events(ObjectKind kind, long sent, boolean[] dead) {
    dead[0] |= frozen;
    return dead[0]
        ? List.of()
        : log.stream()
            .filter(event -> event.kind() == kind && event.version() > sent)
            .sorted(Comparator.comparingLong(Event::version))
            .toList();
  }

  private static void write(OutputStream out, String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void answer(HttpExchange exchange, int code, ObjectNode body, int retryAfter)
      throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (retryAfter > 0) {
      exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfter));
    }
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static ObjectNode status(int code, String message) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("message", message)
        .put("code", code);
  }

  private Map<String, ObjectNode> objects(ObjectKind kind) {
    Map<String, ObjectNode> found = objects.get(kind);
    if (found == null) {
      throw new IllegalStateException("every kind has a map");
    }
    return found;
  }

  private static String key(ObjectNode meta) {
    return meta.path("namespace").asText("") + "/" + meta.path("name").asText();
  }

  private static ObjectKind kind(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "services" -> ObjectKind.SERVICE;
      case "pods" -> ObjectKind.POD;
      case "nodes" -> ObjectKind.NODE;
      case "namespaces" -> ObjectKind.NAMESPACE;
      case "configmaps" -> ObjectKind.CONFIG_MAP;
      case "endpointslices" -> ObjectKind.ENDPOINT_SLICE;
      case "serviceexports" -> ObjectKind.SERVICE_EXPORT;
      default -> throw new IllegalStateException("no informer asks for " + path);
    };
  }

  private static String model(ObjectKind kind) {
    return kind == ObjectKind.SERVICE_EXPORT ? "ServiceExport" : Kinds.model(kind).getSimpleName();
  }

  private static String apiVersion(ObjectKind kind) {
    return kind.apiVersions().get(0);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> parameters = new TreeMap<>();
    String raw = exchange.getRequestURI().getQuery();
    if (raw != null) {
      for (String part : raw.split("&", -1)) {
        int equals = part.indexOf('=');
        parameters.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parameters;
  }
}
