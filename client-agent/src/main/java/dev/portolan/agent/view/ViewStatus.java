package dev.portolan.agent.view;

import dev.portolan.registry.Finding;
import dev.portolan.registry.Revision;
import java.util.List;

/**
 * What the agent made of what it knows.
 *
 * @param applied revision whose objects are written, refused or put off; {@link Revision#NONE}
 *     before the first
 * @param hosts global hosts that have objects
 * @param findings about plans and the view, sorted
 */
public record ViewStatus(Revision applied, int hosts, List<Finding> findings) {
  /** Nothing planned. */
  public static final ViewStatus NOTHING = new ViewStatus(Revision.NONE, 0, List.of());

  public ViewStatus {
    findings = findings.stream().sorted().distinct().toList();
  }
}
