package dev.portolan.server.ingest;

import dev.portolan.federation.Surroundings;
import dev.portolan.v1.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * What the hub has heard of one origin's agent since the hub started.
 *
 * @param connected a report stream is open
 * @param incarnation highest that was welcomed
 * @param lastHeard when its last message came
 * @param status the last that it sent
 * @param surroundings what its cluster has beside what it offers, as far as it has said so
 */
public record AgentState(
    boolean connected,
    long incarnation,
    String version,
    Instant lastHeard,
    Optional<Status> status,
    Optional<Surroundings> surroundings) {

  AgentState heard(Instant now) {
    return new AgentState(connected, incarnation, version, now, status, surroundings);
  }

  AgentState saying(Status newStatus) {
    return new AgentState(
        connected, incarnation, version, lastHeard, Optional.of(newStatus), surroundings);
  }

  AgentState amid(Optional<Surroundings> newSurroundings) {
    return new AgentState(connected, incarnation, version, lastHeard, status, newSurroundings);
  }

  AgentState disconnected() {
    return new AgentState(false, incarnation, version, lastHeard, status, surroundings);
  }
}
