package dev.portolan.wire.xds;

import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMeshKey;
import java.util.Optional;

/** Keys as resource names: the key's path, which is unique within its type. */
public final class ResourceNames {
  /** The only resource of type {@link ResourceType#BOOKMARK}. */
  public static final String BOOKMARK = "bookmark";

  private ResourceNames() {}

  public static String of(ResourceKey key) {
    return key.path();
  }

  /** The key that a name spells; nothing when it spells none, as for every bookmark. */
  public static Optional<ResourceKey> parse(ResourceType type, String name) {
    String[] parts = name.split("/", -1);
    return switch (type) {
      case VIRTUAL_MESH ->
          labels(parts, 1) ? Optional.of(new VirtualMeshKey(name)) : Optional.empty();
      case FAILOVER_POLICY ->
          labels(parts, 1) ? Optional.of(PolicyKey.failover(name)) : Optional.empty();
      case TRAFFIC_POLICY ->
          labels(parts, 1) ? Optional.of(PolicyKey.traffic(name)) : Optional.empty();
      case ACCESS_POLICY ->
          labels(parts, 1) ? Optional.of(PolicyKey.access(name)) : Optional.empty();
      case CLUSTER ->
          labels(parts, 1) ? Optional.of(new ClusterKey(new OriginId(name))) : Optional.empty();
      case SERVICE -> parts.length == 3 ? service(parts).map(key -> key) : Optional.empty();
      case CAPACITY -> parts.length == 3 ? service(parts).map(CapacityKey::new) : Optional.empty();
      case SLICE ->
          parts.length == 4 && Names.subdomainProblem(parts[3]).isEmpty()
              ? service(parts).map(service -> new SliceKey(service, parts[3]))
              : Optional.empty();
      case BOOKMARK -> Optional.empty();
    };
  }

  private static Optional<ServiceKey> service(String[] parts) {
    return Names.labelProblem(parts[0]).isEmpty()
            && Names.labelProblem(parts[1]).isEmpty()
            && Names.labelProblem(parts[2]).isEmpty()
        ? Optional.of(new ServiceKey(new OriginId(parts[0]), parts[1], parts[2]))
        : Optional.empty();
  }

  private static boolean labels(String[] parts, int count) {
    return parts.length == count && Names.labelProblem(parts[0]).isEmpty();
  }
}
