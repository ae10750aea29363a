package dev.portolan.agent.downlink;

import dev.portolan.agent.downlink.Held.ResourceName;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ResourceKey;
import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.Decoded;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.PMap;

/**
 * What became of one response: what is held after it, and what of it was refused. One bad resource
 * takes nothing with it.
 */
record Intake(Held held, List<Rejection> rejections) {

  /** Takes a response of any type but bookmarks. Depends on nothing but its arguments. */
  static Intake of(Held before, ResourceType type, DeltaDiscoveryResponse response) {
    Sorting sorting = new Sorting(type, before);
    response.getResourcesList().forEach(sorting::resource);
    response.getRemovedResourcesList().forEach(sorting::removed);
    return sorting.intake(before);
  }

  /** Sorts one response's resources. Confined to one call. */
  private static final class Sorting {
    private final ResourceType type;
    private final SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    private final SortedSet<ResourceKey> removals = new TreeSet<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private PMap<String, String> versions;
    private PMap<ResourceName, Rejection> refused;

    private Sorting(ResourceType type, Held before) {
      this.type = type;
      this.versions = before.versions(type);
      this.refused = before.refused();
    }

    private void resource(Resource resource) {
      String name = resource.getName();
      Violations violations = new Violations();
      Optional<Decoded> decoded =
          ResourceDecoder.decode(type, name, resource.getResource(), violations);
      if (decoded.isPresent()) {
        decoded.get().records().forEach(record -> upserts.put(record.key(), record));
        removals.addAll(decoded.get().absences());
        versions = versions.plus(name, resource.getVersion());
        refused = refused.minus(new ResourceName(type, name));
      } else {
        Rejection rejection = new Rejection(name, resource.getVersion(), violations.toString());
        rejections.add(rejection);
        refused = refused.plus(new ResourceName(type, name), rejection);
      }
    }

    private void removed(String name) {
      Optional<ResourceKey> key = ResourceNames.parse(type, name);
      // A response must not name a resource twice; if it does, what exists is not given up.
      if (key.isEmpty() || upserts.containsKey(key.get())) {
        return;
      }
      removals.add(key.get());
      if (key.get() instanceof ClusterKey cluster) {
        removals.add(new ReportKey(cluster.origin()));
        removals.add(new LivenessKey(cluster.origin()));
      }
      versions = versions.minus(name);
      refused = refused.minus(new ResourceName(type, name));
    }

    private Intake intake(Held before) {
      RegistrySnapshot snapshot = before.snapshot();
      RegistryDelta delta =
          new RegistryDelta(snapshot.revision(), snapshot.revision(), upserts, removals);
      Held after =
          new Held(
              delta.isEmpty() ? snapshot : delta.applyTo(snapshot),
              before.versions().plus(type, versions),
              refused,
              before.start());
      return new Intake(after, List.copyOf(rejections));
    }
  }
}
