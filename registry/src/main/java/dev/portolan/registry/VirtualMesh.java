package dev.portolan.registry;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Origins that federate, and what they share.
 *
 * @param members at least one
 * @param suffix DNS suffix of global hosts
 * @param exportedNamespaces namespaces whose services members share; {@code *} alone means all but
 *     the system namespaces; empty means none
 */
public record VirtualMesh(
    VirtualMeshKey key, List<OriginId> members, String suffix, SortedSet<String> exportedNamespaces)
    implements Resource {
  public static final String DEFAULT_SUFFIX = "svc.clusterset.local";
  public static final int MAX_MEMBERS = 2000;
  public static final int MAX_EXPORTED_NAMESPACES = 10_000;

  public VirtualMesh {
    members = List.copyOf(new TreeSet<>(members));
    if (members.isEmpty() || members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          key.path() + " has " + members.size() + " members; 1 to " + MAX_MEMBERS);
    }
    Names.requireSubdomain("suffix", suffix);
    exportedNamespaces = Sorted.set(exportedNamespaces);
  }

  /** Whether members share the services of a namespace. */
  public boolean exports(String namespace) {
    return exportedNamespaces.contains(namespace)
        || (exportedNamespaces.contains("*") && !systemNamespace(namespace));
  }

  private static boolean systemNamespace(String namespace) {
    return namespace.startsWith("kube-") || namespace.equals("istio-system");
  }
}
