package dev.portolan.federation;

import dev.portolan.registry.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** All that there is to say of the host in the cluster, sorted. */
  public List<Finding> findingsWith(HostDecision decision) {
    return findings.isEmpty()
        ? decision.findings()
        : Stream.concat(decision.findings().stream(), findings.stream()).sorted().toList();
  }
}
