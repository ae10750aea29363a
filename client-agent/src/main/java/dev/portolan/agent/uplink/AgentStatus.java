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
 * @param objects that the agent keeps, and how they fare
 * @param lastWrite when an object was last written; empty when none ever was
 * @param findings of planning, writing and receiving; those of discovery and of the uplink itself
 *     are added by the uplink
 */
public record AgentStatus(
    Revision applied,
    int hosts,
    Objects objects,
    Optional<Instant> lastWrite,
    List<Finding> findings) {
  /**
   * Objects in numbers.
   *
   * @param standing that the agent keeps
   * @param waiting steps on objects that are still to be run
   * @param refused objects whose last step was refused
   * @param held deletions that are held back
   */
  public record Objects(int standing, int waiting, int refused, int held) {}

  /** Nothing received, nothing written. */
  public static final AgentStatus NOTHING =
      new AgentStatus(Revision.NONE, 0, new Objects(0, 0, 0, 0), Optional.empty(), List.of());

  public AgentStatus {
    findings = List.copyOf(findings);
  }
}
