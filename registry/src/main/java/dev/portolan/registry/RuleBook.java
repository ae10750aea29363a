package dev.portolan.registry;

import dev.portolan.tree.Order;
import dev.portolan.tree.SortedTree;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * All rules at one revision, with what follows from them: who is in which virtual mesh, and which
 * policies select a host. Immutable; a change shares what it does not touch.
 */
final class RuleBook {
  static final RuleBook EMPTY =
      new RuleBook(
          SortedTree.empty(Order.by((Recorded<VirtualMesh> mesh) -> mesh.resource().key())),
          SortedTree.empty(Order.by((Recorded<Policy> policy) -> policy.resource().key())),
          TreePMap.empty(),
          PolicyIndex.EMPTY,
          HostReferences.EMPTY);

  private final SortedTree<VirtualMeshKey, Recorded<VirtualMesh>> meshes;
  private final SortedTree<PolicyKey, Recorded<Policy>> policies;
  private final TreePMap<OriginId, VirtualMeshKey> memberships;
  private final PolicyIndex index;
  private final HostReferences references;

  private RuleBook(
      SortedTree<VirtualMeshKey, Recorded<VirtualMesh>> meshes,
      SortedTree<PolicyKey, Recorded<Policy>> policies,
      TreePMap<OriginId, VirtualMeshKey> memberships,
      PolicyIndex index,
      HostReferences references) {
    this.meshes = meshes;
    this.policies = policies;
    this.memberships = memberships;
    this.index = index;
    this.references = references;
  }

  /** Whether a key names a rule. */
  static boolean has(ResourceKey key) {
    return key instanceof VirtualMeshKey || key instanceof PolicyKey;
  }

  Collection<Recorded<VirtualMesh>> virtualMeshes() {
    return meshes.elements();
  }

  Collection<Recorded<Policy>> policies() {
    return policies.elements();
  }

  /** The rule under a key that names one. */
  Optional<? extends Recorded<?>> find(ResourceKey key) {
    return key instanceof VirtualMeshKey mesh
        ? Optional.ofNullable(meshes.get(mesh))
        : Optional.ofNullable(policies.get((PolicyKey) key));
  }

  Optional<VirtualMesh> meshOf(OriginId origin) {
    VirtualMeshKey key = memberships.get(origin);
    return key == null ? Optional.empty() : Optional.of(mesh(key));
  }

  private VirtualMesh mesh(VirtualMeshKey key) {
    Recorded<VirtualMesh> mesh = meshes.get(key);
    if (mesh == null) {
      throw new IllegalStateException("membership in " + key + ", which is not known");
    }
    return mesh.resource();
  }

  List<Policy> claiming(
      ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return index.claiming(kind, mesh, host, cluster);
  }

  List<List<Policy>> selecting(
      ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return index.selecting(kind, mesh, host, cluster).toList();
  }

  Collection<HostKey> hostsSending(HostKey to) {
    return references.sending(to);
  }

  /** With and without some rules; this one itself when there are none. */
  @SuppressWarnings("ReferenceEquality") // meshes that were not touched are the same object
  RuleBook with(Collection<Recorded<?>> upserts, Collection<ResourceKey> removals) {
    if (upserts.isEmpty() && removals.isEmpty()) {
      return this;
    }
    SortedTree<VirtualMeshKey, Recorded<VirtualMesh>> newMeshes = meshes;
    SortedTree<PolicyKey, Recorded<Policy>> newPolicies = policies;
    PolicyIndex newIndex = index;
    HostReferences newReferences = references;
    for (ResourceKey key : removals) {
      if (key instanceof VirtualMeshKey mesh) {
        newMeshes = newMeshes.minus(mesh);
      } else if (key instanceof PolicyKey policy) {
        newIndex = without(newIndex, newPolicies.get(policy));
        newReferences = without(newReferences, newPolicies.get(policy));
        newPolicies = newPolicies.minus(policy);
      }
    }
    for (Recorded<?> rule : upserts) {
      if (rule.key() instanceof VirtualMeshKey) {
        newMeshes = newMeshes.plus(rule.as(VirtualMesh.class));
      } else if (rule.key() instanceof PolicyKey key) {
        Recorded<Policy> policy = rule.as(Policy.class);
        newIndex = without(newIndex, newPolicies.get(key)).with(policy);
        newReferences = without(newReferences, newPolicies.get(key)).with(policy.resource());
        newPolicies = newPolicies.plus(policy);
      }
    }
    return new RuleBook(
        newMeshes,
        newPolicies,
        newMeshes == meshes ? memberships : membershipsIn(newMeshes),
        newIndex,
        newReferences);
  }

  private static PolicyIndex without(PolicyIndex index, @Nullable Recorded<Policy> before) {
    return before == null ? index : index.without(before);
  }

  private static HostReferences without(
      HostReferences references, @Nullable Recorded<Policy> before) {
    return before == null ? references : references.without(before.resource());
  }

  // Meshes change rarely and their members are few, so all memberships are made anew.
  private static TreePMap<OriginId, VirtualMeshKey> membershipsIn(
      SortedTree<VirtualMeshKey, Recorded<VirtualMesh>> meshes) {
    TreePMap<OriginId, VirtualMeshKey> found = TreePMap.empty();
    for (Recorded<VirtualMesh> mesh :
        meshes.elements().stream().sorted(MeshClaims.PRECEDENCE).toList()) {
      for (OriginId member : mesh.resource().members()) {
        if (!found.containsKey(member)) {
          found = found.plus(member, mesh.resource().key());
        }
      }
    }
    return found;
  }

  void compare(RuleBook after, DeltaBuilder delta) {
    delta.compareAll(meshes, after.meshes);
    delta.compareAll(policies, after.policies);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof RuleBook book
            && meshes.equals(book.meshes)
            && policies.equals(book.policies));
  }

  @Override
  public int hashCode() {
    return meshes.hashCode() * 31 + policies.hashCode();
  }
}
