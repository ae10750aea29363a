package dev.portolan.server;

import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.server.ingest.AgentDirectory;
import dev.portolan.server.query.Agents;
import dev.portolan.server.registration.Leases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Shows the agents that {@code ingest} hears to {@code query}, and of origins that are registered
 * by RPC when somebody of them was heard.
 *
 * @param heartbeat within one and a half of it somebody is to be heard
 */
record ReportedAgents(AgentDirectory directory, Leases leases, Duration heartbeat, Clock clock)
    implements Agents {

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
                    state.surroundings()))
        .or(() -> leases.silence(origin).map(this::registrant));
  }

  private Agent registrant(Duration silence) {
    return new Agent(
        silence.compareTo(heartbeat.multipliedBy(3).dividedBy(2)) < 0,
        "",
        clock.instant().minus(silence),
        Optional.empty(),
        Optional.empty());
  }
}
