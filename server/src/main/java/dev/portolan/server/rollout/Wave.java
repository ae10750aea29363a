package dev.portolan.server.rollout;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The clusters of a rollout's stage, as the virtual mesh has them now.
 *
 * @param clusters that are to have the policy, those of earlier waves too
 * @param strangers that the wave names and that have no agent to take anything over: no members, or
 *     sources
 * @param last whether no cluster is left for another wave
 */
record Wave(SortedSet<OriginId> clusters, SortedSet<OriginId> strangers, boolean last) {

  static Wave of(RegistrySnapshot snapshot, Policy policy, Stage stage) {
    Rollout rollout = policy.rollout();
    Set<OriginId> members =
        snapshot
            .find(policy.mesh())
            .map(found -> found.as(VirtualMesh.class).resource().members())
            .orElse(List.of())
            .stream()
            .filter(member -> snapshot.cluster(member).flatMap(Cluster::source).isEmpty())
            .collect(Collectors.toSet());
    SortedSet<OriginId> clusters = new TreeSet<>(members);
    SortedSet<OriginId> strangers = new TreeSet<>();
    if (!rollout.everywhere(stage)) {
      clusters.retainAll(rollout.reached(stage));
      strangers.addAll(rollout.waves().get(stage.wave() - 1));
      strangers.removeAll(members);
    }
    return new Wave(clusters, strangers, isLast(rollout, stage, members));
  }

  private static boolean isLast(Rollout rollout, Stage stage, Set<OriginId> members) {
    return rollout.everywhere(stage)
        || (stage.wave() == rollout.waves().size() && rollout.reached(stage).containsAll(members));
  }
}
