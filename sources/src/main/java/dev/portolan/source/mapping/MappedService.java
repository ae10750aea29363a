package dev.portolan.source.mapping;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Service;
import java.util.List;

/** A service of ours with its endpoints. */
public record MappedService(Service service, List<EndpointSlice> slices) {
  public MappedService {
    slices = List.copyOf(slices);
  }

  /** Still offered, by nobody. */
  public MappedService deserted() {
    return new MappedService(service, List.of());
  }
}
