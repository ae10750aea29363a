package dev.portolan.agent.downlink;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small records of another cluster, as the hub has them. */
final class Records {
  static final OriginId ORIGIN = new OriginId("west-1");
  static final String EPOCH = "00000000000000aa";
  static final String OTHER_EPOCH = "00000000000000bb";

  private Records() {}

  static Revision revision(long sequence) {
    return new Revision(EPOCH, sequence);
  }

  static ServiceKey key(String name) {
    return new ServiceKey(ORIGIN, "shop", name);
  }

  static Recorded<Cluster> cluster() {
    return recorded(1, Cluster.unknown(ORIGIN));
  }

  static Recorded<Service> service(String name) {
    return service(name, 1);
  }

  static Recorded<Service> service(String name, long changed) {
    Service service =
        Service.of(
            key(name),
            List.of(new ServicePort("http", 80, Protocol.HTTP)),
            Map.of("changed", Long.toString(changed)),
            Set.of(),
            Service.Kind.VIRTUAL_IP,
            Optional.empty());
    return recorded(changed, service);
  }

  private static <R extends dev.portolan.registry.Resource> Recorded<R> recorded(
      long changed, R resource) {
    return new Recorded<>(resource, new Provenance(1, changed, Instant.ofEpochSecond(changed)));
  }
}
