package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.SortedSet;

/**
 * What a mesh configuration accepts beside the mesh's own roots ({@code caCertificates}).
 *
 * @param roots SHA-256 of each key, see {@link dev.portolan.registry.MeshTrust}
 * @param trustDomains that it names with them
 * @param whole there is nothing beside these: no entry that leads elsewhere or cannot be read
 */
public record FurtherRoots(SortedSet<String> roots, SortedSet<String> trustDomains, boolean whole) {
  /** No others are accepted. */
  public static final FurtherRoots NONE =
      new FurtherRoots(Sorted.set(List.of()), Sorted.set(List.of()), true);

  /** Others are accepted, of which not all are known. */
  public static final FurtherRoots UNKNOWN =
      new FurtherRoots(Sorted.set(List.of()), Sorted.set(List.of()), false);

  public FurtherRoots {
    roots = Sorted.set(roots);
    trustDomains = Sorted.set(trustDomains);
  }
}
