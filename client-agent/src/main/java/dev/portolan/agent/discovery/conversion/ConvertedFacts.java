package dev.portolan.agent.discovery.conversion;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import java.util.List;
import org.pcollections.TreePSet;

/**
 * The cluster's facts, with what was noticed on the way.
 *
 * @param openGateways see {@link Surroundings#openGateways}
 */
record ConvertedFacts(Cluster cluster, TreePSet<String> openGateways, List<Finding> findings) {
  ConvertedFacts {
    findings = findings.stream().sorted().distinct().toList();
  }
}
