package dev.portolan.server.query;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Names;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.VirtualMesh;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Between services and the global host names under which their virtual meshes export them. Pure.
 */
final class GlobalHosts {
  private GlobalHosts() {}

  /** The global host of a service; empty when no virtual mesh exports it. */
  static String nameOf(RegistrySnapshot snapshot, ServiceKey service) {
    return snapshot
        .meshOf(service.origin())
        .filter(mesh -> mesh.exports(service.namespace()))
        .map(mesh -> service.host().fqdn(mesh.suffix()))
        .orElse("");
  }

  /** The services behind a global host, in order. */
  static NavigableSet<ServiceKey> servicesOf(RegistrySnapshot snapshot, String host) {
    NavigableSet<ServiceKey> services = new TreeSet<>();
    for (Recorded<VirtualMesh> mesh : snapshot.virtualMeshes()) {
      hostKey(host, mesh.resource().suffix())
          .ifPresent(
              key ->
                  snapshot.originsOf(key).stream()
                      .map(key::at)
                      .filter(service -> host.equals(nameOf(snapshot, service)))
                      .forEach(services::add));
    }
    return services;
  }

  private static Optional<HostKey> hostKey(String host, String suffix) {
    if (!host.endsWith("." + suffix)) {
      return Optional.empty();
    }
    String[] labels = host.substring(0, host.length() - suffix.length() - 1).split("\\.", -1);
    boolean names =
        labels.length == 2
            && Names.labelProblem(labels[0]).isEmpty()
            && Names.labelProblem(labels[1]).isEmpty();
    return names ? Optional.of(new HostKey(labels[1], labels[0])) : Optional.empty();
  }
}
