package dev.portolan.agent.downlink;

import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is held and was not listed when a stream began. The hub sends such a resource whole if it
 * has it and says nothing if not: up to the stream's first point nobody knows which. Confined to
 * the downlink's loop.
 */
final class Unlisted {
  private final Map<ResourceType, Set<String>> names = new EnumMap<>(ResourceType.class);

  Unlisted(Resumption resumption) {
    for (ResourceType type : ResourceType.values()) {
      VersionList list = resumption.versions(type);
      if (!list.left().isEmpty()) {
        names.put(type, new HashSet<>(list.left()));
      }
    }
  }

  /** The hub has these, acceptable or not. */
  void heard(ResourceType type, DeltaDiscoveryResponse response) {
    Set<String> left = names.get(type);
    if (left != null) {
      response.getResourcesList().stream().map(Resource::getName).forEach(left::remove);
    }
  }

  /**
   * At the first point: what the hub has not sent, it does not have. As the removals that it would
   * have sent if it had been asked; once.
   */
  List<DeltaDiscoveryResponse> removals() {
    List<DeltaDiscoveryResponse> removals = new ArrayList<>();
    names.forEach(
        (type, left) -> {
          if (!left.isEmpty()) {
            removals.add(
                DeltaDiscoveryResponse.newBuilder()
                    .setTypeUrl(type.typeUrl())
                    .addAllRemovedResources(left)
                    .build());
          }
        });
    names.clear();
    return removals;
  }
}
