package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster is taken to have whose agent has not said: a namespace for every host, no other
 * Services than those it offers, and no gateway that shows too much. Pure; costs what is in the
 * registry.
 */
public final class AssumedSurroundings {
  private AssumedSurroundings() {}

  /** Those of one cluster. */
  public static Surroundings of(RegistrySnapshot snapshot, OriginId cluster) {
    Set<String> namespaces = new TreeSet<>();
    snapshot.hosts().stream().map(HostKey::namespace).forEach(namespaces::add);
    NativeServices services = NativeServices.NONE;
    for (Recorded<Service> offered : snapshot.origin(cluster).services()) {
      Service service = offered.resource();
      services = services.with(service.key().host(), Optional.of(likely(service)));
    }
    Surroundings bare = Surroundings.of(namespaces);
    return new Surroundings(bare.namespaces(), bare.ambient(), services, bare.openGateways());
  }

  private static NativeService likely(Service service) {
    SortedMap<Integer, String> ports = new TreeMap<>();
    for (ServicePort port : service.ports()) {
      if (port.protocol() != Protocol.UDP) {
        ports.put(port.number(), port.name());
      }
    }
    return new NativeService(
        switch (service.kind()) {
          case VIRTUAL_IP -> NativeService.Kind.VIRTUAL_IP;
          case HEADLESS -> NativeService.Kind.HEADLESS;
        },
        ports,
        false,
        service.created());
  }
}
