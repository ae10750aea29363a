package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.SortedSet;

/**
 * Istio's mesh configuration: ConfigMap {@code istio-system/istio}, key {@code mesh}.
 *
 * @param trustDomain of every workload identity here
 * @param aliases further trust domains that the mesh accepts
 */
public record ObservedMesh(ObjectRef ref, String trustDomain, SortedSet<String> aliases)
    implements Observed {
  /** Where Istio keeps it. */
  public static final ObjectRef REF =
      new ObjectRef(ObjectKind.CONFIG_MAP, ObservedNamespace.ISTIO, "istio");

  public ObservedMesh {
    aliases = Sorted.set(aliases);
  }
}
