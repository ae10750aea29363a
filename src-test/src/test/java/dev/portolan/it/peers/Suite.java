package dev.portolan.it.peers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All that one test run has started. JUnit closes it at the end of the run. */
final class Suite implements AutoCloseable {
  private final Parts parts;
  private final RunDirectory run;
  private final Etcd etcd;
  private final Map<String, CompletableFuture<RealCluster>> clusters = new ConcurrentHashMap<>();
  private final Map<Class<?>, AutoCloseable> shared = new ConcurrentHashMap<>();

  private Suite(Parts parts, RunDirectory run, Etcd etcd) {
    this.parts = parts;
    this.run = run;
    this.etcd = etcd;
  }

  static Suite start(Parts parts) {
    RunDirectory run = RunDirectory.create(Path.of("target", "peers"));
    return new Suite(parts, run, Etcd.start(parts.path(Part.ETCD), run.path()));
  }

  /** The clusters of these names; those that are not yet there are started side by side. */
  Clusters clusters(List<String> names) {
    Map<String, CompletableFuture<RealCluster>> wanted = new HashMap<>();
    names.forEach(name -> wanted.put(name, cluster(name)));
    Map<String, RealCluster> ready = new HashMap<>();
    wanted.forEach((name, cluster) -> ready.put(name, cluster.join()));
    return new Clusters(ready, this);
  }

  /** A start that failed is not tried again: the next test would only wait for the same end. */
  private CompletableFuture<RealCluster> cluster(String name) {
    return clusters.computeIfAbsent(
        name,
        key ->
            CompletableFuture.supplyAsync(
                () -> RealCluster.start(name, parts, etcd, run),
                start -> new Thread(start, "start-" + name).start()));
  }

  Etcd etcd() {
    return etcd;
  }

  <T extends AutoCloseable> T shared(Class<T> type, Function<Path, T> start) {
    return type.cast(
        shared.computeIfAbsent(
            type, key -> start.apply(run.directory(key.getSimpleName().toLowerCase(Locale.ROOT)))));
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : shared.values()) {
      each.close();
    }
    for (CompletableFuture<RealCluster> cluster : clusters.values()) {
      if (!cluster.isCompletedExceptionally()) {
        cluster.join().close();
      }
    }
    etcd.close();
  }
}
