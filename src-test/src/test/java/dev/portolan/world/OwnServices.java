package dev.portolan.world;

import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeServices;
import dev.portolan.federation.NativeWorkloads;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a cluster of {@link Worlds} has at home behind the services that it offers. Pure. */
final class OwnServices {
  /** Of a Service; the pods' one of the second is said by its name only. */
  static final List<Integer> PORTS = List.of(80, 81);

  /** Which of them says the pods' one itself. */
  static final int NUMBERED = 80;

  private OwnServices() {}

  /** The pods' port behind one of a Service. */
  static int target(int port) {
    return 8000 + port;
  }

  /** The surroundings of a cluster with these records. */
  static Surroundings around(RegistrySnapshot records, OriginId cluster) {
    Surroundings bare = Surroundings.of(Set.of(Worlds.NAMESPACE));
    NativeServices services = NativeServices.NONE;
    for (Recorded<Service> offered : records.origin(cluster).services()) {
      Service service = offered.resource();
      services = services.with(service.key().host(), Optional.of(behind(service)));
    }
    return new Surroundings(bare.namespaces(), bare.ambient(), services);
  }

  private static NativeService behind(Service service) {
    SortedMap<Integer, String> names = new TreeMap<>();
    SortedMap<Integer, Integer> targets = new TreeMap<>();
    for (ServicePort port : service.ports()) {
      names.put(port.number(), port.name());
      if (port.number() == NUMBERED) {
        targets.put(NUMBERED, target(NUMBERED));
      }
    }
    return new NativeService(
        NativeService.Kind.VIRTUAL_IP,
        names,
        false,
        service.created(),
        new NativeWorkloads(Sorted.map(Map.of("app", service.key().name())), targets, false));
  }
}
