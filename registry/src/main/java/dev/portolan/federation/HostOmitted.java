package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import java.util.List;

/** The host gets no objects in this cluster: nobody exports it, or it cannot be expressed here. */
public record HostOmitted(HostKey host, List<Finding> findings) implements HostDecision {
  public HostOmitted {
    findings = findings.stream().sorted().distinct().toList();
  }
}
