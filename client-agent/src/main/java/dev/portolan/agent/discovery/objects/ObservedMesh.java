package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.SortedSet;

/**
 * Istio's mesh configuration: ConfigMap {@code istio-system/istio}, or {@code istio-<revision>},
 * key {@code mesh}.
 *
 * @param trustDomain of every workload identity here
 * @param aliases further trust domains that the mesh accepts
 * @param further roots that the mesh accepts beside its own, and trust domains with them
 */
public record ObservedMesh(
    ObjectRef ref, String trustDomain, SortedSet<String> aliases, FurtherRoots further)
    implements Observed {
  /** Where Istio keeps that of the default revision. */
  public static final ObjectRef REF =
      new ObjectRef(ObjectKind.CONFIG_MAP, ObservedNamespace.ISTIO, "istio");

  /** Whether an object could be the mesh configuration of some revision. */
  public static boolean possible(ObjectRef ref) {
    return ref.equals(REF)
        || (ref.kind() == REF.kind()
            && ref.namespace().equals(REF.namespace())
            && ref.name().startsWith(REF.name() + "-"));
  }

  public ObservedMesh {
    aliases = Sorted.set(aliases);
  }
}
