package dev.portolan.agent.uplink;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Small local states of one cluster. */
final class LocalStates {
  static final OriginId ORIGIN = new OriginId("east-1");

  private LocalStates() {}

  static LocalState complete(Resource... records) {
    return state(true, records);
  }

  static LocalState incomplete(Resource... records) {
    return state(false, records);
  }

  private static LocalState state(boolean complete, Resource... records) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    for (Resource record : records) {
      upserts.put(record.key(), Recorded.local(record));
    }
    RegistrySnapshot snapshot =
        new RegistryDelta(Revision.NONE, Revision.NONE, upserts, new TreeSet<>())
            .applyTo(RegistrySnapshot.EMPTY);
    return new LocalState(snapshot, new TreeSet<>(), List.of(), complete);
  }

  static Cluster cluster() {
    return Cluster.unknown(ORIGIN);
  }

  static Service service(String name) {
    return service(name, Map.of());
  }

  static Service service(String name, Map<String, String> labels) {
    return Service.of(
        key(name),
        List.of(new ServicePort("http", 80, Protocol.HTTP)),
        labels,
        Set.of(),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }

  static EndpointSlice slice(String service, String name, String address) {
    return new EndpointSlice(
        new SliceKey(key(service), name),
        new TreeMap<>(Map.of("http", 8080)),
        List.of(endpoint(address)));
  }

  private static Endpoint endpoint(String address) {
    return new Endpoint(
        address,
        Endpoint.Health.READY,
        Endpoint.MeshMode.SIDECAR,
        Locality.UNKNOWN,
        "",
        new TreeMap<>());
  }

  static ServiceKey key(String name) {
    return new ServiceKey(ORIGIN, "shop", name);
  }
}
