package dev.portolan.it.peers;

import java.util.Map;

/** The clusters that a test class asked for. */
public final class Clusters {
  private final Map<String, RealCluster> byName;

  Clusters(Map<String, RealCluster> byName) {
    this.byName = Map.copyOf(byName);
  }

  public RealCluster get(String name) {
    RealCluster cluster = byName.get(name);
    if (cluster == null) {
      throw new IllegalArgumentException(
          "no cluster '%s'; @RealClusters asked for %s".formatted(name, byName.keySet()));
    }
    return cluster;
  }
}
