package dev.portolan.server.query;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.translate.IstioTranslator;
import dev.portolan.v1.AgentExplanation;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Status;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.Violations;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a cluster's agent made of a host, from its last status. Pure. */
final class AgentExplanations {
  private AgentExplanations() {}

  static AgentExplanation of(
      RegistrySnapshot snapshot,
      OriginId cluster,
      Surroundings surroundings,
      HostKey host,
      Optional<Agents.Agent> agent) {
    AgentExplanation.Builder answer =
        AgentExplanation.newBuilder()
            .setConnected(agent.filter(Agents.Agent::connected).isPresent());
    agent
        .flatMap(Agents.Agent::status)
        .ifPresent(
            status -> {
              Set<String> objects =
                  IstioTranslator.possibleNames(snapshot, cluster, surroundings, host);
              answer
                  .setHeard(true)
                  .setApplied(status.getApplied())
                  .setUpToDate(has(status, snapshot, cluster, host));
              status.getFindingsList().stream()
                  .filter(finding -> concerns(finding, host, objects))
                  .forEach(answer::addFindings);
            });
    return answer.build();
  }

  /** Whether the agent has in force every record that the host's plan is made from. */
  private static boolean has(
      Status status, RegistrySnapshot snapshot, OriginId cluster, HostKey host) {
    Optional<Revision> applied = RevisionCodec.decode(status.getApplied(), new Violations());
    return applied
        .filter(snapshot.revision()::comparableWith)
        .filter(revision -> revision.sequence() >= lastChange(snapshot, cluster, host))
        .isPresent();
  }

  private static long lastChange(RegistrySnapshot snapshot, OriginId cluster, HostKey host) {
    return Stream.concat(
            Stream.concat(Stream.of(cluster), snapshot.originsOf(host).stream())
                .flatMap(origin -> offered(snapshot, origin, host)),
            snapshot.meshOf(cluster).stream()
                .flatMap(mesh -> rules(snapshot, mesh.key(), host, cluster))
                .flatMap(key -> snapshot.find(key).stream()))
        .mapToLong(recorded -> recorded.provenance().lastSequence())
        .max()
        .orElse(0);
  }

  private static Stream<? extends Recorded<?>> offered(
      RegistrySnapshot snapshot, OriginId origin, HostKey host) {
    var shard = snapshot.origin(origin);
    return Stream.of(
            shard.cluster().stream(),
            shard.liveness().stream(),
            snapshot.find(host.at(origin)).stream(),
            shard.slicesOf(host.at(origin)).stream())
        .flatMap(records -> records);
  }

  private static Stream<? extends ResourceKey> rules(
      RegistrySnapshot snapshot, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return Stream.of(
            Stream.of(mesh),
            snapshot.failoverPolicies(mesh, host, cluster).stream().map(Policy::key),
            snapshot.partitionPolicies(mesh, host, cluster).stream().map(Policy::key),
            snapshot.accessPolicies(mesh, host, cluster).stream().map(Policy::key),
            snapshot.trafficPolicies(mesh, host, cluster).stream()
                .flatMap(claims -> claims.stream().map(Policy::key)))
        .flatMap(keys -> keys);
  }

  /** By its subject: a service, a host, or an object, with namespace and name at the end. */
  private static boolean concerns(Finding finding, HostKey host, Set<String> objects) {
    String[] parts = finding.getSubject().split("/", -1);
    if (parts.length < 3 || !parts[parts.length - 2].equals(host.namespace())) {
      return false;
    }
    String name = parts[parts.length - 1];
    boolean ofHost = parts[0].equals("service") || parts[0].equals("host");
    return ofHost ? name.equals(host.name()) : objects.contains(IstioTranslator.hostName(name));
  }
}
