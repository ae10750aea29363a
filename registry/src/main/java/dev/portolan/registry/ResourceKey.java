package dev.portolan.registry;

import java.util.Comparator;
import java.util.Optional;

/**
 * Identity of a record. Ordered by kind, then by the names from the outside in, so that everything
 * of one origin, namespace or service is one range.
 */
public sealed interface ResourceKey extends Comparable<ResourceKey>
    permits CapacityKey, ClusterKey, ReportKey, ServiceKey, SliceKey, VirtualMeshKey {

  /** Compares keys of any kinds; consistent with equals. */
  Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::kind).thenComparing(ResourceKey::path, PathOrder.INSTANCE);

  /** What kind of record the key names. */
  Kind kind();

  /**
   * The key's names joined by '/', unique within the kind: {@code <origin>/<namespace>/<name>} for
   * a service. No name contains a '/', so the parts can be told apart.
   */
  String path();

  /** Whose record it is; empty for records that belong to no origin. */
  Optional<OriginId> owner();

  @Override
  default int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  /** Kinds in the order in which a reader wants them: what others refer to comes first. */
  enum Kind {
    VIRTUAL_MESH,
    CLUSTER,
    REPORT,
    SERVICE,
    CAPACITY,
    SLICE
  }
}
