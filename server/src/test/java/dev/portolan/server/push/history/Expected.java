package dev.portolan.server.push.history;

import com.google.protobuf.ByteString;
import dev.portolan.federation.Scope;
import dev.portolan.federation.Visibility;
import dev.portolan.registry.MeshClaims;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a subscriber is to hold when the registry is in a given state. Pure. */
public final class Expected {
  private Expected() {}

  /**
   * Whether the content of a key is made of other records: a cluster says how far its origin's
   * report is, a capacity counts its service's endpoints.
   */
  public static boolean derived(String key) {
    return key.startsWith(ResourceType.CLUSTER.typeUrl())
        || key.startsWith(ResourceType.CAPACITY.typeUrl());
  }

  /** Key to version of what an origin's agent is to hold. */
  public static Map<String, String> versions(RegistrySnapshot snapshot, OriginId origin) {
    Map<String, String> versions = new TreeMap<>();
    resources(snapshot, origin)
        .forEach(
            (type, names) ->
                names.forEach(
                    (name, resource) ->
                        versions.put(type.typeUrl() + name, version(snapshot, resource))));
    return versions;
  }

  private static String version(RegistrySnapshot snapshot, Resource resource) {
    Standing standing =
        resource.key().owner().map(each -> Standing.of(snapshot, each)).orElse(Standing.NONE);
    ByteString content = ResourceBytes.of(RecordEncoder.encode(Recorded.local(resource), standing));
    return EncodedResource.of("", content, content).version();
  }

  /** What an origin's agent is to hold, by type and name. */
  public static Map<ResourceType, Map<String, Resource>> resources(
      RegistrySnapshot snapshot, OriginId origin) {
    Scope scope = Scope.of(snapshot, origin);
    Map<ResourceType, Map<String, Resource>> expected = new TreeMap<>();
    for (ResourceType type : ResourceType.values()) {
      if (type != ResourceType.BOOKMARK) {
        expected.put(type, new TreeMap<>());
      }
    }
    for (Resource resource : all(snapshot)) {
      ResourceKey key = resource.key();
      if (Visibility.visible(snapshot, scope, key)) {
        ResourceType type = ResourceType.of(key.kind()).orElseThrow();
        expected.getOrDefault(type, Map.of()).put(key.path(), resource);
      }
    }
    return expected;
  }

  private static List<Resource> all(RegistrySnapshot snapshot) {
    List<Resource> all = new ArrayList<>();
    snapshot
        .virtualMeshes()
        .forEach(mesh -> MeshClaims.held(snapshot, mesh.resource()).ifPresent(all::add));
    snapshot.policies().forEach(policy -> all.add(policy.resource()));
    for (OriginShard shard : snapshot.origins().values()) {
      shard.cluster().ifPresent(found -> all.add(found.resource()));
      shard.slices().forEach(found -> all.add(found.resource()));
      for (var found : shard.services()) {
        Service service = found.resource();
        all.add(service);
        all.add(snapshot.capacity(service.key()));
      }
    }
    return all;
  }
}
