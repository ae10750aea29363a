package dev.portolan.server;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.OriginId;
import dev.portolan.server.ingest.AgentDirectory;
import dev.portolan.server.ingest.AgentState;
import dev.portolan.server.preview.KnownClusters;
import java.util.Optional;

/** Shows what {@code ingest} hears of clusters to {@code preview}. */
record ReportedClusters(AgentDirectory directory) implements KnownClusters {

  @Override
  public Optional<Surroundings> surroundings(OriginId cluster) {
    return directory.find(cluster).flatMap(AgentState::surroundings);
  }

  @Override
  public int objects(OriginId cluster) {
    return directory
        .find(cluster)
        .flatMap(AgentState::status)
        .map(status -> status.getObjects())
        .orElse(0);
  }
}
