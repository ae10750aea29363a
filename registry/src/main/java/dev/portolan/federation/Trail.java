package dev.portolan.federation;

import dev.portolan.federation.OriginFate.Fate;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the planner had in hand after each of its steps, noted in the same pass. It keeps references
 * only, so that it costs nothing where nobody asks. For one plan; not thread-safe.
 */
final class Trail {
  private List<Service> agreed = List.of();
  private boolean merged;
  private List<Contribution> reached = List.of();
  private Set<OriginId> ruledOut = Set.of();
  private List<Contribution> kept = List.of();
  private List<Contribution> used = List.of();

  /** These have the host's ports. */
  void agreed(List<Service> members) {
    agreed = members;
  }

  /**
   * This is what they add.
   *
   * @param joinsOwn to the cluster's own Service
   * @param withoutRule origins of which the failover policy takes some destination out
   */
  void reached(List<Contribution> contributions, boolean joinsOwn, Set<OriginId> withoutRule) {
    reached = contributions;
    merged = joinsOwn;
    ruledOut = withoutRule;
  }

  /**
   * This is left.
   *
   * @param ofOneDomain that can be reached under one name
   * @param afterLoss without what the partition rules take out
   */
  void left(List<Contribution> ofOneDomain, List<Contribution> afterLoss) {
    kept = ofOneDomain;
    used = afterLoss;
  }

  /** What became of an origin that offers the host. */
  OriginFate fate(
      Vantage vantage, Optional<VirtualMesh> mesh, HostDecision decision, OriginId origin) {
    if (mesh.isEmpty() || !vantage.federates(origin)) {
      return new OriginFate(origin, Fate.NOT_A_MEMBER, List.of());
    }
    if (!Visibility.exported(vantage.view(), mesh.get(), decision.host().at(origin))) {
      return new OriginFate(origin, Fate.NOT_EXPORTED, List.of());
    }
    if (!mesh.get().imports().allow(vantage.cluster(), decision.host().namespace())) {
      return new OriginFate(origin, Fate.NOT_IMPORTED, List.of());
    }
    if (!(decision instanceof HostPlan plan)) {
      return new OriginFate(origin, Fate.HOST_OMITTED, List.of());
    }
    List<Destination> own =
        plan.destinations().stream().filter(each -> each.origin().equals(origin)).toList();
    return new OriginFate(
        origin, own.isEmpty() ? unused(vantage.cluster(), origin) : Fate.USED, own);
  }

  private Fate unused(OriginId cluster, OriginId origin) {
    if (agreed.stream().noneMatch(member -> member.key().origin().equals(origin))) {
      return Fate.PORTS_DIFFER;
    }
    if (merged && origin.equals(cluster)) {
      return Fate.OWN_SERVICE;
    }
    if (!has(reached, origin, each -> each.reach() != Contribution.Reach.NONE)) {
      return Fate.OUT_OF_REACH;
    }
    if (!has(reached, origin, Trail::destined)) {
      return ruledOut.contains(origin)
          ? Fate.RULED_OUT
          : has(reached, origin, Contribution::reachable) ? Fate.NOTHING_READY : Fate.UNVERIFIED;
    }
    if (!has(kept, origin, each -> true)) {
      return Fate.DOMAIN_DIFFERS;
    }
    return has(used, origin, Trail::destined) ? Fate.LEFT_OUT : Fate.WITHDRAWN;
  }

  private static boolean destined(Contribution contribution) {
    return !contribution.destinations().isEmpty();
  }

  private static boolean has(
      List<Contribution> contributions, OriginId origin, Predicate<Contribution> such) {
    return contributions.stream()
        .filter(each -> each.service().key().origin().equals(origin))
        .anyMatch(such);
  }
}
