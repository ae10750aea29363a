package dev.portolan.source.zookeeper;

import dev.portolan.source.zookeeper.ZooKeeperException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An ensemble in memory: a tree of nodes, one session, watches that tell only while there is a
 * connection. Confined to the test's thread.
 */
public final class FakeZooKeeper implements ZooKeeperApi {
  private final SortedMap<String, byte[]> nodes = new TreeMap<>();
  private final Set<String> denied = new TreeSet<>();
  private final Set<String> tooLarge = new TreeSet<>();
  private final Set<String> watched = new TreeSet<>();
  private final List<String> asked = new ArrayList<>();
  private @Nullable Listener listener;
  private boolean connected = true;
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private int sessions;

  /** Makes a node, or gives it other data; its parents too. */
  public void put(String path, String data) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      nodes.putIfAbsent(path.substring(0, slash), new byte[0]);
    }
    nodes.put(path, data.getBytes(StandardCharsets.UTF_8));
    tell(path, false);
  }

  /** Takes a node away with all that is below it, the deepest first. */
  public void delete(String path) {
    List<String> gone =
        nodes.keySet().stream()
            .filter(each -> each.equals(path) || each.startsWith(path + "/"))
            .sorted((one, other) -> other.compareTo(one))
            .toList();
    for (String each : gone) {
      nodes.remove(each);
      tell(each, true);
    }
  }

  private void tell(String path, boolean gone) {
    boolean told = watched.stream().anyMatch(at -> path.equals(at) || path.startsWith(at + "/"));
    if (connected && told && listener != null) {
      listener.changed(path, gone);
    }
  }

  /** From now on a node may not be read, nor its children be listed. No watch tells. */
  public void deny(String path) {
    denied.add(path);
  }

  public void allow(String path) {
    denied.remove(path);
  }

  /** From now on there is more in a node than is read. */
  public void bloat(String path) {
    tooLarge.add(path);
    tell(path, false);
  }

  /** The connection is lost; with the session, if it has expired. */
  public void disconnect(boolean expired) {
    connected = false;
    if (listener != null) {
      listener.lost("disconnected by the test", expired);
    }
  }

  /** A server takes requests again. */
  public void connect() {
    connected = true;
    if (listener != null) {
      listener.connected();
    }
  }

  /** What stands in nodes is looked up, but not answered from now on. */
  public void hold() {
    gate = new CompletableFuture<>();
  }

  /** Answers that wait are given, and later ones at once. */
  public void release() {
    gate.complete(null);
  }

  /** What was asked, in order, and is forgotten then. */
  public List<String> asked() {
    List<String> since = List.copyOf(asked);
    asked.clear();
    return since;
  }

  public int sessions() {
    return sessions;
  }

  @Override
  public void open(Listener receiver) {
    listener = receiver;
    sessions++;
    if (connected) {
      receiver.connected();
    }
  }

  @Override
  public void reopen() {
    sessions++;
    watched.clear();
  }

  @Override
  public CompletableFuture<Void> watch(String path) {
    return answer(
        "watch " + path,
        () -> {
          watched.add(path);
          return CompletableFuture.<Void>completedFuture(null);
        });
  }

  @Override
  public CompletableFuture<Void> sync(String path) {
    return answer("sync " + path, () -> CompletableFuture.<Void>completedFuture(null));
  }

  @Override
  public CompletableFuture<List<String>> children(String path) {
    return answer(
        "children " + path,
        () -> {
          ZooKeeperException refusal = refusal(path);
          return refusal == null
              ? CompletableFuture.completedFuture(childrenOf(path))
              : CompletableFuture.failedFuture(refusal);
        });
  }

  private List<String> childrenOf(String path) {
    String prefix = path.equals("/") ? path : path + "/";
    return nodes.keySet().stream()
        .filter(each -> each.startsWith(prefix) && each.length() > prefix.length())
        .map(each -> each.substring(prefix.length()))
        .filter(each -> each.indexOf('/') < 0)
        .toList();
  }

  @Override
  public CompletableFuture<byte[]> data(String path) {
    return answer(
        "data " + path,
        () -> {
          ZooKeeperException refusal = refusal(path);
          return refusal == null
              ? CompletableFuture.completedFuture(nodes.get(path))
              : CompletableFuture.failedFuture(refusal);
        });
  }

  private @Nullable ZooKeeperException refusal(String path) {
    if (!path.equals("/") && !nodes.containsKey(path)) {
      return new ZooKeeperException(Kind.ABSENT, "NoNode for " + path);
    }
    if (denied.contains(path)) {
      return new ZooKeeperException(Kind.DENIED, "NoAuth for " + path);
    }
    return tooLarge.contains(path)
        ? new ZooKeeperException(Kind.TOO_LARGE, "it has too many bytes")
        : null;
  }

  private <T> CompletableFuture<T> answer(String request, Supplier<CompletableFuture<T>> answer) {
    asked.add(request);
    if (!connected) {
      return CompletableFuture.failedFuture(
          new ZooKeeperException(Kind.UNAVAILABLE, "ConnectionLoss"));
    }
    CompletableFuture<T> now = answer.get();
    return request.startsWith("data") ? gate.thenCompose(open -> now) : now;
  }

  @Override
  public void close() {}
}
