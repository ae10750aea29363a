package dev.portolan.translate;

import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The objects of one global host in one cluster: same name, same namespace. The models are mutable;
 * whoever holds them treats them as values.
 */
public record HostObjects(ServiceEntry serviceEntry, DestinationRule destinationRule) {
  /**
   * Both, in the order in which they are written: an endpoint before the rule that steers to it.
   */
  public List<HasMetadata> all() {
    return List.of(serviceEntry, destinationRule);
  }
}
