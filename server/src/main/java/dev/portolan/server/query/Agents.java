package dev.portolan.server.query;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What is known of the agents themselves. Thread-safe. */
public interface Agents {

  /** Origins whose agents have connected since the hub started. */
  SortedSet<OriginId> origins();

  /** What the hub has against how an origin is reported. */
  default List<Finding> findings(OriginId origin) {
    return List.of();
  }

  /** One origin's agent; empty when it has not connected since the hub started. */
  Optional<Agent> find(OriginId origin);

  /**
   * An agent as the hub last heard it.
   *
   * @param connected its report stream is open
   * @param status the last that it sent
   * @param surroundings what its cluster has beside what it offers, as far as it has said so
   */
  record Agent(
      boolean connected,
      String version,
      Instant lastHeard,
      Optional<Status> status,
      Optional<Surroundings> surroundings) {}
}
