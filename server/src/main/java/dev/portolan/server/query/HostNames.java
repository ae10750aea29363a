package dev.portolan.server.query;

import dev.portolan.federation.ClusterDomain;
import dev.portolan.federation.Visibility;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.Names;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.VirtualMesh;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Between services and the names under which clients of their virtual meshes reach them. Pure. */
final class HostNames {
  private HostNames() {}

  /** The virtual mesh that exports a service, if one does. */
  static Optional<VirtualMesh> exporting(RegistrySnapshot snapshot, ServiceKey service) {
    return snapshot
        .meshOf(service.origin())
        .filter(mesh -> Visibility.exported(snapshot, mesh, service));
  }

  /** Whether hosts of a mode have the name that the service has at home. */
  static boolean atHome(HostMode mode) {
    return mode == HostMode.REPLICA || mode == HostMode.MERGE;
  }

  /** The name that a service has by its mode; empty when no virtual mesh exports it. */
  static String nameOf(RegistrySnapshot snapshot, ServiceKey service) {
    return exporting(snapshot, service)
        .map(
            mesh ->
                atHome(mesh.hosts().modeOf(service.host()))
                    ? ClusterDomain.nameIn(snapshot, service.origin(), service.host())
                    : service.host().fqdn(mesh.suffix()))
        .orElse("");
  }

  /** Whether clients of some cluster may reach a service by this name, as far as modes tell. */
  static boolean reaches(RegistrySnapshot snapshot, String name, ServiceKey service) {
    return exporting(snapshot, service)
        .filter(
            mesh ->
                name.equals(service.host().fqdn(mesh.suffix()))
                    || (atHome(mesh.hosts().modeOf(service.host()))
                        && mesh.members().stream()
                            .map(member -> ClusterDomain.nameIn(snapshot, member, service.host()))
                            .anyMatch(name::equals)))
        .isPresent();
  }

  /** The services that clients may reach by a name, in order. */
  static NavigableSet<ServiceKey> servicesOf(RegistrySnapshot snapshot, String name) {
    return hostKey(name).stream()
        .flatMap(host -> snapshot.originsOf(host).stream().map(host::at))
        .filter(service -> reaches(snapshot, name, service))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of {@code <namespace>/<service>}, or {@code <service>.<namespace>} with anything behind it. */
  static Optional<HostKey> named(String text) {
    int slash = text.indexOf('/');
    return hostKey(
        slash < 0 ? text + "." : text.substring(slash + 1) + "." + text.substring(0, slash) + ".");
  }

  /** Of {@code <service>.<namespace>.<anything>}. */
  private static Optional<HostKey> hostKey(String name) {
    String[] labels = name.split("\\.", 3);
    boolean names =
        labels.length == 3
            && Names.labelProblem(labels[0]).isEmpty()
            && Names.labelProblem(labels[1]).isEmpty();
    return names ? Optional.of(new HostKey(labels[1], labels[0])) : Optional.empty();
  }
}
