package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.SortedSet;

/**
 * The roots of the mesh's certificate authority: ConfigMap {@code istio-system/istio-ca-root-cert},
 * key {@code root-cert.pem}.
 *
 * @param roots SHA-256 of each key, see {@link dev.portolan.registry.MeshTrust}; none where they
 *     cannot be read
 * @param problem why they cannot; empty where they can
 */
public record ObservedRoots(ObjectRef ref, SortedSet<String> roots, String problem)
    implements Observed {
  /** Where Istio keeps them; it copies them to every namespace. */
  public static final ObjectRef REF =
      new ObjectRef(ObjectKind.CONFIG_MAP, ObservedNamespace.ISTIO, "istio-ca-root-cert");

  public ObservedRoots {
    roots = Sorted.set(roots);
  }

  /** Roots that cannot be read. */
  public static ObservedRoots unreadable(ObjectRef ref, String problem) {
    return new ObservedRoots(ref, Sorted.set(List.of()), problem);
  }
}
