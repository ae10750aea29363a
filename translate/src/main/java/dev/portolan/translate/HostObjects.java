package dev.portolan.translate;

import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of one global host in one cluster: same namespace, and same name but for the number
 * of a shard. The models are mutable; whoever holds them treats them as values.
 *
 * @param serviceEntries at least one; they differ in name and endpoints only
 */
public record HostObjects(List<ServiceEntry> serviceEntries, DestinationRule destinationRule) {
  public HostObjects {
    serviceEntries = List.copyOf(serviceEntries);
  }

  /** The first ServiceEntry, the only one unless the host is sharded. */
  public ServiceEntry serviceEntry() {
    return serviceEntries.get(0);
  }

  /** All, an endpoint before the rule that steers to it. */
  public List<HasMetadata> all() {
    List<HasMetadata> all = new ArrayList<>(serviceEntries);
    all.add(destinationRule);
    return all;
  }
}
