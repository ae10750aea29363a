package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which virtual mesh has an origin that several claim: the one that the registry has known longest;
 * where they came together, the one whose name sorts first (ADR 0012). Pure.
 */
public final class MeshClaims {
  /** The stronger claim first. */
  static final Comparator<Recorded<VirtualMesh>> PRECEDENCE =
      Comparator.<Recorded<VirtualMesh>>comparingLong(mesh -> mesh.provenance().firstSequence())
          .thenComparing(Recorded::key);

  private MeshClaims() {}

  /**
   * A virtual mesh with those of its members that no stronger claim has; nothing when none is left.
   */
  public static Optional<VirtualMesh> held(RegistrySnapshot snapshot, VirtualMesh mesh) {
    List<OriginId> held =
        mesh.members().stream()
            .filter(member -> snapshot.meshOf(member).filter(mesh::equals).isPresent())
            .toList();
    if (held.size() == mesh.members().size()) {
      return Optional.of(mesh);
    }
    return held.isEmpty() ? Optional.empty() : Optional.of(mesh.of(held));
  }

  /** One finding per virtual mesh that claims an origin in vain. */
  public static List<Finding> about(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.meshOf(origin).stream()
        .flatMap(
            holder ->
                claiming(snapshot.virtualMeshes(), origin).stream()
                    .filter(loser -> !loser.equals(holder))
                    .map(loser -> conflict(origin, holder, loser)))
        .toList();
  }

  private static List<VirtualMesh> claiming(
      Collection<Recorded<VirtualMesh>> meshes, OriginId origin) {
    return meshes.stream()
        .map(Recorded::resource)
        .filter(mesh -> Collections.binarySearch(mesh.members(), origin) >= 0)
        .toList();
  }

  private static Finding conflict(OriginId origin, VirtualMesh holder, VirtualMesh loser) {
    return new Finding(
        FindingCode.MESH_CLAIM_CONFLICT,
        loser.subject(),
        ("Virtual mesh %s lists %s, which is a member of %s already; a cluster is in one at most, and"
                + " the claim that was here first stands, so %s federates with %s only. Take it out of"
                + " one of the two.")
            .formatted(
                loser.key().path(), origin, holder.key().path(), origin, holder.key().path()));
  }
}
