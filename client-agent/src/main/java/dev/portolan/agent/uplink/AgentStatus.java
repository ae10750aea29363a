package dev.portolan.agent.uplink;

import dev.portolan.registry.Finding;
import dev.portolan.registry.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the agent made of what it received, for the hub to show.
 *
 * @param applied revision of the last bookmark whose objects are written or refused
 * @param hosts global hosts that are planned
 * @param objects that the agent keeps
 * @param lastWrite when an object was last written; empty when none ever was
 * @param findings of planning, writing and receiving; those of discovery and of the uplink itself
 *     are added by the uplink
 */
public record AgentStatus(
    Revision applied, int hosts, int objects, Optional<Instant> lastWrite, List<Finding> findings) {
  /** Nothing received, nothing written. */
  public static final AgentStatus NOTHING =
      new AgentStatus(Revision.NONE, 0, 0, Optional.empty(), List.of());

  public AgentStatus {
    findings = List.copyOf(findings);
  }
}
