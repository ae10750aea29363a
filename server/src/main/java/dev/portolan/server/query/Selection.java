package dev.portolan.server.query;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.rpc.InvalidRequestException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filters of a question. Each matches exactly; an empty one matches everything.
 *
 * @param service name of a service
 * @param host a name under which clients reach services, see {@link HostNames#reaches}
 */
record Selection(String origin, String namespace, String service, String host) {
  Selection {
    requireLabel("origin", origin);
    requireLabel("namespace", namespace);
    requireLabel("service", service);
    if (!host.isEmpty()) {
      Names.subdomainProblem(host)
          .ifPresent(
              problem -> {
                throw new InvalidRequestException("host", problem);
              });
    }
  }

  /** Whether a service, or what belongs to it, is asked for. */
  boolean matches(RegistrySnapshot snapshot, ServiceKey key) {
    return (origin.isEmpty() || origin.equals(key.origin().value()))
        && (namespace.isEmpty() || namespace.equals(key.namespace()))
        && (service.isEmpty() || service.equals(key.name()))
        && (host.isEmpty() || HostNames.reaches(snapshot, host, key));
  }

  /** Whether a host is asked for: then few services match, and they can be found by it. */
  boolean byHost() {
    return !host.isEmpty();
  }

  /** Shards in which something can match, in order, from that of {@code after} on. */
  Stream<OriginShard> shards(RegistrySnapshot snapshot, Optional<ResourceKey> after) {
    if (!origin.isEmpty()) {
      return Stream.of(snapshot.origin(new OriginId(origin)));
    }
    return after
        .flatMap(ResourceKey::owner)
        .map(first -> snapshot.origins().tailMap(first, true))
        .orElseGet(snapshot::origins)
        .values()
        .stream();
  }

  private static void requireLabel(String field, String value) {
    if (!value.isEmpty()) {
      Names.labelProblem(value)
          .ifPresent(
              problem -> {
                throw new InvalidRequestException(field, problem);
              });
    }
  }
}
