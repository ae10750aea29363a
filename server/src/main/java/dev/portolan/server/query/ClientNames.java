package dev.portolan.server.query;

import dev.portolan.federation.ClusterDomain;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.ClientName;
import dev.portolan.v1.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Under which names clients reach a service, cluster by cluster. Whether a mode is possible in a
 * cluster is decided by its agent, which knows its Services and namespaces; where it has said that
 * it is not, or nothing at all, this is told from its findings and the registry.
 */
record ClientNames(Agents agents) {

  /**
   * A name with what keeps it from being that of the mode.
   *
   * @param code of a finding, empty when nothing does
   */
  private record Name(String code, String host) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparing(Name::code).thenComparing(Name::host);

    static Name byMode(String host) {
      return new Name("", host);
    }

    static Name because(FindingCode code, String host) {
      return new Name(code.code(), host);
    }

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  /** All names of a service, those of its mode first; none when no virtual mesh exports it. */
  List<ClientName> of(RegistrySnapshot snapshot, ServiceKey service) {
    SortedMap<Name, List<OriginId>> names = new TreeMap<>();
    HostNames.exporting(snapshot, service)
        .ifPresent(
            mesh -> {
              for (OriginId cluster : mesh.members()) {
                if (snapshot.cluster(cluster).flatMap(Cluster::source).isPresent()) {
                  // A source has no clients.
                  continue;
                }
                if (!mesh.imports().allow(cluster, service.namespace())) {
                  continue;
                }
                if (snapshot
                    .meshOf(cluster)
                    .map(VirtualMesh::key)
                    .equals(Optional.of(mesh.key()))) {
                  names
                      .computeIfAbsent(
                          name(snapshot, mesh, service.host(), cluster), name -> new ArrayList<>())
                      .add(cluster);
                }
              }
            });
    return names.entrySet().stream()
        .map(
            entry ->
                ClientName.newBuilder()
                    .setHost(entry.getKey().host())
                    .setCode(entry.getKey().code())
                    .addAllClusters(entry.getValue().stream().map(OriginId::value).toList())
                    .build())
        .toList();
  }

  private Name name(RegistrySnapshot snapshot, VirtualMesh mesh, HostKey host, OriginId cluster) {
    String global = host.fqdn(mesh.suffix());
    String atHome = ClusterDomain.nameIn(snapshot, cluster, host);
    boolean offers = snapshot.originsOf(host).contains(cluster);
    Set<String> said = said(cluster, host);
    if (said.contains(FindingCode.NAMESPACE_MISSING.code())) {
      return Name.because(FindingCode.NAMESPACE_MISSING, "");
    }
    return switch (mesh.hosts().modeOf(host)) {
      case GLOBAL, UNKNOWN -> Name.byMode(global);
      case MERGE ->
          !offers || said.contains(FindingCode.MERGE_REFUSED.code())
              ? Name.because(FindingCode.MERGE_REFUSED, global)
              : Name.byMode(atHome);
      case REPLICA -> {
        if (said.contains(FindingCode.REPLICA_REFUSED.code())) {
          yield Name.because(FindingCode.REPLICA_REFUSED, global);
        }
        // With a Service of its own, its clients reach its own endpoints only.
        yield offers || said.contains(FindingCode.REPLICA_NOT_NEEDED.code())
            ? Name.because(FindingCode.REPLICA_NOT_NEEDED, atHome)
            : Name.byMode(atHome);
      }
    };
  }

  /** Codes of what the cluster's agent finds about the host there. */
  private Set<String> said(OriginId cluster, HostKey host) {
    String subject = "service/" + host.at(cluster).path();
    return agents.find(cluster).flatMap(Agents.Agent::status).stream()
        .flatMap(status -> status.getFindingsList().stream())
        .filter(finding -> finding.getSubject().equals(subject))
        .map(Finding::getCode)
        .collect(Collectors.toSet());
  }
}
