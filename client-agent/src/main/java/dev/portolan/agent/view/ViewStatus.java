package dev.portolan.agent.view;

import dev.portolan.registry.Finding;
import dev.portolan.registry.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the agent made of what it knows.
 *
 * @param applied revision whose objects are written or refused; {@link Revision#NONE} before the
 *     first
 * @param hosts global hosts that have objects
 * @param objects objects of ours in the cluster
 * @param lastWrite when an object was last written or removed, if ever
 * @param findings about plans, objects and the view, sorted
 */
public record ViewStatus(
    Revision applied, int hosts, int objects, Optional<Instant> lastWrite, List<Finding> findings) {
  public ViewStatus {
    findings = findings.stream().sorted().distinct().toList();
  }
}
