package dev.portolan.registry;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Origins that federate, and what they share.
 *
 * @param members at least one
 * @param suffix DNS suffix of global hosts
 * @param exports which of its services a member shares with the others
 * @param hosts how hosts are written in the members' clusters
 * @param partition what members do about one that is lost
 * @param access who may call exported hosts that no access policy is about
 * @param imports what members see of that which is exported
 * @param trust what becomes of a member that another one cannot verify
 */
public record VirtualMesh(
    VirtualMeshKey key,
    List<OriginId> members,
    String suffix,
    ExportRules exports,
    HostRules hosts,
    PartitionRules partition,
    AccessDefault access,
    ImportRules imports,
    TrustRule trust)
    implements Rule {
  public static final String DEFAULT_SUFFIX = "svc.clusterset.local";
  public static final int MAX_MEMBERS = 10_000;
  public static final int MAX_EXPORTED_NAMESPACES = 10_000;

  public VirtualMesh {
    members = List.copyOf(new TreeSet<>(members));
    if (members.isEmpty() || members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          key.path() + " has " + members.size() + " members; 1 to " + MAX_MEMBERS);
    }
    Names.requireSubdomain("suffix", suffix);
  }

  /** A virtual mesh that exports whole namespaces, and whose members see all of that. */
  public VirtualMesh(
      VirtualMeshKey key,
      List<OriginId> members,
      String suffix,
      SortedSet<String> exportedNamespaces,
      HostRules hosts,
      PartitionRules partition,
      AccessDefault access) {
    this(
        key,
        members,
        suffix,
        ExportRules.ofNamespaces(exportedNamespaces),
        hosts,
        partition,
        access,
        ImportRules.EVERYTHING,
        TrustRule.VERIFY);
  }

  /** A virtual mesh with the default rules for hosts. */
  public VirtualMesh(
      VirtualMeshKey key,
      List<OriginId> members,
      String suffix,
      SortedSet<String> exportedNamespaces) {
    this(key, members, suffix, exportedNamespaces, HostRules.DEFAULT);
  }

  /** A virtual mesh that keeps everything of a member that is lost. */
  public VirtualMesh(
      VirtualMeshKey key,
      List<OriginId> members,
      String suffix,
      SortedSet<String> exportedNamespaces,
      HostRules hosts) {
    this(key, members, suffix, exportedNamespaces, hosts, PartitionRules.KEEP);
  }

  /** A virtual mesh whose hosts everybody may call. */
  public VirtualMesh(
      VirtualMeshKey key,
      List<OriginId> members,
      String suffix,
      SortedSet<String> exportedNamespaces,
      HostRules hosts,
      PartitionRules partition) {
    this(key, members, suffix, exportedNamespaces, hosts, partition, AccessDefault.ALLOW);
  }

  /** The same virtual mesh with other rules for hosts. */
  public VirtualMesh with(HostRules otherHosts) {
    return new VirtualMesh(
        key, members, suffix, exports, otherHosts, partition, access, imports, trust);
  }

  /** The same virtual mesh with other rules for members that are lost. */
  public VirtualMesh with(PartitionRules otherPartition) {
    return new VirtualMesh(
        key, members, suffix, exports, hosts, otherPartition, access, imports, trust);
  }

  /** The same virtual mesh with another default for access. */
  public VirtualMesh with(AccessDefault otherAccess) {
    return new VirtualMesh(
        key, members, suffix, exports, hosts, partition, otherAccess, imports, trust);
  }

  /** The same virtual mesh with some of its members only. */
  VirtualMesh of(List<OriginId> someMembers) {
    return new VirtualMesh(
        key, someMembers, suffix, exports, hosts, partition, access, imports, trust);
  }

  /** The same virtual mesh with other exports. */
  public VirtualMesh with(ExportRules otherExports) {
    return new VirtualMesh(
        key, members, suffix, otherExports, hosts, partition, access, imports, trust);
  }

  /** The same virtual mesh with other imports. */
  public VirtualMesh with(ImportRules otherImports) {
    return new VirtualMesh(
        key, members, suffix, exports, hosts, partition, access, otherImports, trust);
  }

  /** The same virtual mesh with another rule for members that cannot be verified. */
  public VirtualMesh with(TrustRule otherTrust) {
    return new VirtualMesh(
        key, members, suffix, exports, hosts, partition, access, imports, otherTrust);
  }

  /** What becomes of destinations at a member whose mesh and the own one trust different roots. */
  public enum TrustRule {
    /** Those that speak mTLS are not used: every connection would fail. */
    VERIFY,
    /** They are used: it is known better than from what agents read that they are trusted. */
    ASSUME,
    /** Something that a later version knows; taken for {@link #VERIFY}. */
    UNKNOWN
  }

  /** Who may call exported hosts that no {@link AccessPolicy} is about. */
  public enum AccessDefault {
    /** Everybody whom the mesh lets in otherwise. */
    ALLOW,
    /** Nobody. */
    DENY,
    /** Something that a later version knows. */
    UNKNOWN
  }
}
