package dev.portolan.server;

import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.server.ingest.AgentDirectory;
import dev.portolan.server.query.Agents;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Shows the agents that {@code ingest} hears to {@code query}. */
record ReportedAgents(AgentDirectory directory) implements Agents {

  @Override
  public SortedSet<OriginId> origins() {
    return directory.origins();
  }

  @Override
  public List<Finding> findings(OriginId origin) {
    return directory.findings(origin);
  }

  @Override
  public Optional<Agent> find(OriginId origin) {
    return directory
        .find(origin)
        .map(
            state ->
                new Agent(
                    state.connected(),
                    state.version(),
                    state.lastHeard(),
                    state.status(),
                    state.surroundings()));
  }
}
