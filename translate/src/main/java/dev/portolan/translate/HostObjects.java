package dev.portolan.translate;

import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one global host in one cluster: same namespace, and same name but for the number
 * of a shard. The models are mutable; whoever holds them treats them as values.
 *
 * @param serviceEntries at least one; they differ in name and endpoints only
 * @param virtualService where requests are treated in some way
 * @param stub the Service of a replica; it has the host's own name
 */
public record HostObjects(
    List<ServiceEntry> serviceEntries,
    DestinationRule destinationRule,
    Optional<VirtualService> virtualService,
    Optional<Service> stub) {
  public HostObjects {
    serviceEntries = List.copyOf(serviceEntries);
  }

  /** Objects of a host that stands for no Service and whose requests are as they come. */
  public HostObjects(List<ServiceEntry> serviceEntries, DestinationRule destinationRule) {
    this(serviceEntries, destinationRule, Optional.empty(), Optional.empty());
  }

  /** The first ServiceEntry, the only one unless the host is sharded. */
  public ServiceEntry serviceEntry() {
    return serviceEntries.get(0);
  }

  /** All, an endpoint before the rule that steers to it. */
  public List<HasMetadata> all() {
    List<HasMetadata> all = new ArrayList<>(serviceEntries);
    all.add(destinationRule);
    virtualService.ifPresent(all::add);
    stub.ifPresent(all::add);
    return all;
  }
}
