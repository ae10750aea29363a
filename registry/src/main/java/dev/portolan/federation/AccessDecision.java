package dev.portolan.federation;

import dev.portolan.registry.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What one cluster does about calls of its own workloads behind one host, and why.
 *
 * @param access empty: nothing is said of them
 * @param findings sorted
 */
public record AccessDecision(Optional<HostAccess> access, List<Finding> findings) {
  /** Nothing to do, nothing to say. */
  static final AccessDecision NOTHING = new AccessDecision(Optional.empty(), List.of());

  public AccessDecision {
    findings = findings.stream().sorted().distinct().toList();
  }
}
