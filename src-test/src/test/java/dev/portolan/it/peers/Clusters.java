package dev.portolan.it.peers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The clusters that a test class asked for. */
public final class Clusters {
  private final Map<String, RealCluster> byName;
  private final Suite suite;

  Clusters(Map<String, RealCluster> byName, Suite suite) {
    this.byName = Map.copyOf(byName);
    this.suite = suite;
  }

  public RealCluster get(String name) {
    RealCluster cluster = byName.get(name);
    if (cluster == null) {
      throw new IllegalArgumentException(
          "no cluster '%s'; @RealClusters asked for %s".formatted(name, byName.keySet()));
    }
    return cluster;
  }

  /** Runs something while the store of all API servers answers nobody; it goes on afterwards. */
  public void whileEtcdIsPaused(Runnable test) {
    suite.etcd().pause();
    try {
      test.run();
    } finally {
      suite.etcd().goOn();
    }
  }

  /**
   * What several test classes run on these clusters: started by the first that asks, closed at the
   * end of the test run.
   *
   * @param start gets a directory for its logs and files
   */
  public <T extends AutoCloseable> T shared(Class<T> type, Function<Path, T> start) {
    return suite.shared(type, start);
  }
}
