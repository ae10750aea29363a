package dev.portolan.server.preview;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.OriginId;
import java.util.Optional;

/** What is known of clusters beside the registry. Thread-safe. */
public interface KnownClusters {
  /** What the cluster's agent has said that the cluster has. */
  Optional<Surroundings> surroundings(OriginId cluster);

  /** How many objects the cluster's agent keeps, as it said last; 0 where it has not. */
  int objects(OriginId cluster);
}
