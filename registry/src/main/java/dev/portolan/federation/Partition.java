package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionDecision;
import dev.portolan.registry.PartitionDecision.Source;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMesh;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is done about one origin's destinations of a host because the origin is lost. Only the
 * user's rule brings it about, and only with the hub's word that the lease has ended.
 *
 * @param decision in force; its rule acts
 * @param silentSince when the origin was last heard
 */
record Partition(PartitionDecision decision, OriginId origin, Instant silentSince) {

  /** What a cluster does about a service of a member; empty while it is as always. */
  static Optional<Partition> of(
      RegistrySnapshot view, OriginId cluster, VirtualMesh mesh, Service service) {
    OriginId origin = service.key().origin();
    if (origin.equals(cluster)) {
      // Whatever the hub hears of this cluster: its own workloads are at hand.
      return Optional.empty();
    }
    Optional<Liveness> liveness = view.liveness(origin).filter(Liveness::lost);
    return liveness.flatMap(
        lost ->
            Optional.of(view.partition(mesh, service, cluster))
                .filter(decision -> decision.rule().actsOn(lost))
                .map(decision -> new Partition(decision, origin, lost.silentSince())));
  }

  /** Hosts for which something else is done about an origin after a change. */
  static SortedSet<HostKey> touched(
      OriginId origin, RegistrySnapshot before, RegistrySnapshot after, OriginId cluster) {
    SortedSet<HostKey> touched = new TreeSet<>();
    after
        .origin(origin)
        .services()
        .forEach(
            recorded -> {
              Service service = recorded.resource();
              if (!inForce(before, cluster, service).equals(inForce(after, cluster, service))) {
                touched.add(service.key().host());
              }
            });
    return touched;
  }

  // With the service as it is now: if it is another one, the host is touched anyhow.
  private static Optional<Partition> inForce(
      RegistrySnapshot view, OriginId cluster, Service service) {
    return view.liveness(service.key().origin()).isEmpty()
        ? Optional.empty()
        : view.meshOf(cluster).flatMap(mesh -> of(view, cluster, mesh, service));
  }

  /**
   * The contribution as it is to be used, with what is to be said about it.
   *
   * @param last the tier of what is used where no others answer
   */
  Contribution applied(Contribution contribution, VirtualMesh mesh, int last) {
    return decision.rule().action() == Action.DEMOTE
        ? contribution.demoted(
            last,
            finding(
                FindingCode.DESTINATIONS_DEMOTED,
                contribution,
                mesh,
                "used where no others answer"))
        : contribution.withdrawn(
            finding(FindingCode.DESTINATIONS_WITHDRAWN, contribution, mesh, "taken out"));
  }

  // Of a virtual mesh's rule for all it says the same at each host, so it shows once.
  private Finding finding(
      FindingCode code, Contribution contribution, VirtualMesh mesh, String what) {
    boolean general = decision.source() == Source.MESH;
    return new Finding(
        code,
        general ? "cluster/" + origin : "service/" + contribution.service().key().path(),
        "%s is lost (not heard since %s); its destinations%s are %s, as %s asks (%s)"
            .formatted(
                origin,
                silentSince,
                general ? "" : " of " + contribution.service().key().host(),
                what,
                asking(mesh),
                decision.rule()));
  }

  private String asking(VirtualMesh mesh) {
    return switch (decision.source()) {
      case FAILOVER_POLICY -> "failover policy " + decision.policy();
      case MESH_HOST -> "virtual mesh %s's rule for the host".formatted(mesh.key().name());
      case SERVICE -> "a label of the service";
      case MESH -> "virtual mesh " + mesh.key().name();
    };
  }
}
