package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.FurtherRoots;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.agent.discovery.objects.ObservedRoots;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whose certificates the cluster's mesh accepts. Pure. */
final class TrustConverter {
  private TrustConverter() {}

  /**
   * What is accepted by any revision of the mesh. All of it or nothing: with a part of the roots,
   * others would be told that the mesh refuses certificates which it accepts. So without a mesh
   * configuration nothing is known either.
   */
  static MeshTrust convert(ClusterObjects objects) {
    List<FurtherRoots> further = objects.meshes().stream().map(ObservedMesh::further).toList();
    SortedSet<String> own =
        objects.roots().map(ObservedRoots::roots).orElseGet(() -> Sorted.set(List.of()));
    if (own.isEmpty() || further.isEmpty() || !further.stream().allMatch(FurtherRoots::whole)) {
      return MeshTrust.UNKNOWN;
    }
    SortedSet<String> others = new TreeSet<>();
    SortedSet<String> domains = new TreeSet<>();
    for (FurtherRoots some : further) {
      others.addAll(some.roots());
      domains.addAll(some.trustDomains());
    }
    others.removeAll(own);
    return others.size() > MeshTrust.MAX_ROOTS || domains.size() > MeshTrust.MAX_DOMAINS
        ? MeshTrust.UNKNOWN
        : new MeshTrust(own, others, domains);
  }

  static Optional<Finding> problem(ClusterObjects objects) {
    return objects
        .roots()
        .filter(roots -> !roots.problem().isEmpty())
        .map(
            roots ->
                new Finding(
                    FindingCode.INPUT_UNREADABLE,
                    roots.ref().toString(),
                    roots.problem()
                        + "; the mesh's roots are not known, so no other mesh is refused"));
  }
}
