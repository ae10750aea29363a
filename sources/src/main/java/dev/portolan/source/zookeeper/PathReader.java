package dev.portolan.source.zookeeper;

import dev.portolan.source.zookeeper.ZooKeeperException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is below a path: as new as the ensemble was when it began, a bounded number of
 * requests at a time. One node that is refused stops no other; a lost connection ends it all. Safe
 * for use by many threads.
 */
record PathReader(ZooKeeperApi api) {
  private static final int SERVICES_AT_A_TIME = 8;
  private static final int NODES_AT_A_TIME = 64;

  CompletableFuture<PathReading> read(Errand errand) {
    String path = errand.path();
    return api.watch(path)
        .thenCompose(watched -> api.sync(path))
        .thenCompose(newest -> api.children(path))
        .thenCompose(
            names -> {
              List<String> selected = names.stream().filter(errand.selected()).sorted().toList();
              List<String> read = selected.stream().filter(errand::reads).toList();
              return inTurns(read, SERVICES_AT_A_TIME, service -> service(errand, service))
                  .thenApply(readings -> reading(selected, read, readings));
            });
  }

  private static PathReading reading(
      List<String> names, List<String> read, List<ServiceReading> readings) {
    SortedMap<String, ServiceReading> services = new TreeMap<>();
    for (int i = 0; i < read.size(); i++) {
      services.put(read.get(i), readings.get(i));
    }
    return new PathReading(new TreeSet<>(names), services);
  }

  private CompletableFuture<ServiceReading> service(Errand errand, String service) {
    String path = Errand.below(errand.path(), service);
    return api.children(path)
        .thenCompose(
            nodes -> {
              List<String> unread =
                  nodes.stream().filter(node -> errand.reads(service, node)).sorted().toList();
              return inTurns(unread, NODES_AT_A_TIME, node -> node(Errand.below(path, node)))
                  .thenApply(readings -> service(nodes, unread, readings));
            })
        .exceptionally(failure -> refusedService(ofNode(failure)));
  }

  private static ServiceReading refusedService(ZooKeeperException refusal) {
    return refusal.kind() == Kind.ABSENT ? ServiceReading.ABSENT : ServiceReading.refused(refusal);
  }

  private static ServiceReading service(
      List<String> nodes, List<String> read, List<NodeReading> readings) {
    TreeSet<String> there = new TreeSet<>(nodes);
    SortedMap<String, NodeReading> byName = new TreeMap<>();
    for (int i = 0; i < read.size(); i++) {
      if (readings.get(i).there()) {
        byName.put(read.get(i), readings.get(i));
      } else {
        there.remove(read.get(i));
      }
    }
    return new ServiceReading(there, byName, Optional.empty());
  }

  private CompletableFuture<NodeReading> node(String path) {
    return api.data(path)
        .thenApply(NodeReading::of)
        .exceptionally(failure -> NodeReading.refused(ofNode(failure)));
  }

  /** What a failure says of a node; thrown on when it says nothing of it. */
  private static ZooKeeperException ofNode(Throwable failure) {
    ZooKeeperException known = known(failure);
    if (!known.kind().ofNode()) {
      throw new CompletionException(known);
    }
    return known;
  }

  /** The failure in our words. */
  static ZooKeeperException known(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause instanceof CompletionException) {
      cause = cause.getCause();
    }
    return cause instanceof ZooKeeperException known
        ? known
        : new ZooKeeperException(Kind.UNAVAILABLE, String.valueOf(cause));
  }

  private static <T, R> CompletableFuture<List<R>> inTurns(
      List<T> items, int atATime, Function<T, CompletableFuture<R>> ask) {
    CompletableFuture<List<R>> done = CompletableFuture.completedFuture(new ArrayList<>());
    for (int from = 0; from < items.size(); from += atATime) {
      List<T> turn = items.subList(from, Math.min(items.size(), from + atATime));
      done =
          done.thenCompose(
              before -> {
                List<CompletableFuture<R>> asked = turn.stream().map(ask).toList();
                return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                    .thenApply(
                        all -> {
                          asked.forEach(each -> before.add(each.join()));
                          return before;
                        });
              });
    }
    return done;
  }
}
