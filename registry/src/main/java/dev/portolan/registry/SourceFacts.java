package dev.portolan.registry;

import java.util.Optional;
import java.util.SortedSet;

/**
 * What is special about an origin that is a source and no cluster: a foreign registry. It has no
 * mesh and no gateways; its endpoints are reached directly or not at all.
 *
 * @param networks whose pods reach its endpoints directly, beside its own; {@value #EVERYWHERE}
 *     among them means all
 * @param trust how meshes look at its endpoints
 */
public record SourceFacts(SortedSet<String> networks, Trust trust) {
  /** No label value, so no network's name. */
  public static final String EVERYWHERE = "*";

  public static final int MAX_NETWORKS = 100;

  public SourceFacts {
    networks = Sorted.set(networks);
    if (networks.size() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          networks.size() + " networks; at most " + MAX_NETWORKS + " are allowed");
    }
    networks.forEach(network -> Names.require("network", network, problem(network)));
  }

  /** Of a source whose endpoints count as the meshes' own. */
  public SourceFacts(SortedSet<String> networks) {
    this(networks, Trust.INTERNAL);
  }

  /** How a mesh looks at workloads that are not its own. */
  public enum Trust {
    /** As at its own without a sidecar. */
    INTERNAL,
    /** As at somebody else's: they are told nothing about who calls, nor asked who they are. */
    EXTERNAL
  }

  /** What keeps a text from being the name of a network here, or nothing. */
  public static Optional<String> problem(String network) {
    if (network.isEmpty()) {
      return Optional.of("is empty; the name of a network is expected, or " + EVERYWHERE);
    }
    return network.equals(EVERYWHERE) ? Optional.empty() : Names.labelValueProblem(network);
  }

  /** Whether the pods of a network reach the endpoints. */
  public boolean reachableFrom(String network) {
    return networks.contains(EVERYWHERE) || networks.contains(network);
  }
}
