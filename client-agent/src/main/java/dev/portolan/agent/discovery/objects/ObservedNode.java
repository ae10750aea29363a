package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Locality;
import dev.portolan.registry.Sorted;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A node.
 *
 * @param address external address, or else internal, if it has one
 */
public record ObservedNode(
    ObjectRef ref, Locality locality, Optional<String> address, SortedMap<String, String> labels)
    implements Observed {
  public ObservedNode {
    labels = Sorted.map(labels);
  }
}
