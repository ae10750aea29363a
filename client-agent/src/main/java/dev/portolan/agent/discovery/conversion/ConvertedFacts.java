package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import java.util.List;

/** The cluster's facts, with what was noticed on the way. */
record ConvertedFacts(Cluster cluster, List<Finding> findings) {
  ConvertedFacts {
    findings = findings.stream().sorted().distinct().toList();
  }
}
