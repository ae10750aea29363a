package dev.portolan.server.preview;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.OriginId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Clusters that have said what a test says; by itself none has. Thread-safe. */
public final class FakeClusters implements KnownClusters {
  public final Map<OriginId, Surroundings> surroundings = new ConcurrentHashMap<>();
  public final Map<OriginId, Integer> objects = new ConcurrentHashMap<>();

  @Override
  public Optional<Surroundings> surroundings(OriginId cluster) {
    return Optional.ofNullable(surroundings.get(cluster));
  }

  @Override
  public int objects(OriginId cluster) {
    return objects.getOrDefault(cluster, 0);
  }
}
