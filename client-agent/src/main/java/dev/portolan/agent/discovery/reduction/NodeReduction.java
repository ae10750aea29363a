package dev.portolan.agent.discovery.reduction;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNode;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.Optional;

/** Reduces Nodes to place, address and labels. */
final class NodeReduction {
  private NodeReduction() {}

  static ObservedNode reduce(ObjectRef ref, Node node) {
    List<NodeAddress> addresses =
        node.getStatus() == null ? List.of() : Text.orEmpty(node.getStatus().getAddresses());
    return new ObservedNode(
        ref,
        LocalityLabels.ofNode(ObjectReduction.labels(node)),
        address(addresses, "ExternalIP").or(() -> address(addresses, "InternalIP")),
        Sorted.map(ObjectReduction.labels(node)));
  }

  private static Optional<String> address(List<NodeAddress> addresses, String type) {
    return addresses.stream()
        .filter(address -> type.equals(address.getType()))
        .map(address -> Text.orEmpty(address.getAddress()))
        .filter(address -> !address.isEmpty())
        .findFirst();
  }
}
