package dev.portolan.server.push;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.MeshClaims;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.tree.SortedTree;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.RecordBytes;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every record that some scope has needed or a store had encoded, encoded once per change. Confined
 * to the projection's thread; at most as large as the registry.
 */
final class EncodingTable {
  /** Kinds of which there are many, and whose messages say nothing but what the record says. */
  private static final List<ResourceKey.Kind> ALONE =
      List.of(ResourceKey.Kind.SERVICE, ResourceKey.Kind.SLICE);

  private final Map<ResourceType, SortedTree<String, EncodedResource>> known =
      new EnumMap<>(ResourceType.class);
  // What is to be encoded anew when it is next needed; kept because it often turns out the same.
  private final Map<ResourceKey, EncodedResource> stale = new HashMap<>();

  /** These records may have changed. */
  void touch(Collection<ResourceKey> keys) {
    stale.clear();
    for (ResourceKey key : keys) {
      ResourceType type = typeOf(key);
      SortedTree<String, EncodedResource> all = of(type);
      EncodedResource before = all.get(ResourceNames.of(key));
      if (before != null) {
        known.put(type, all.minus(before.name()));
        stale.put(key, before);
      }
    }
  }

  /**
   * Forgets everything but what a store has as it is sent: after a hub's start that is nearly all,
   * and to encode it again would be most of the wait of an agent that comes back.
   */
  void restart(List<StoredMessage> messages) {
    known.clear();
    stale.clear();
    for (ResourceKey.Kind kind : ALONE) {
      List<EncodedResource> stored =
          messages.parallelStream()
              .filter(message -> message.key().kind() == kind)
              .flatMap(message -> encoded(message).stream())
              .sorted(EncodedResource.BY_NAME::compare)
              .toList();
      if (!stored.isEmpty()) {
        ResourceType type = ResourceType.of(kind).orElseThrow();
        known.put(type, of(type).plusAll(stored));
      }
    }
  }

  private static Optional<EncodedResource> encoded(StoredMessage stored) {
    return RecordBytes.read(stored.bytes())
        .map(bytes -> encoded(ResourceNames.of(stored.key()), bytes));
  }

  // The version is the content's alone: a record that was lost and reported again is no change.
  private static EncodedResource encoded(String name, RecordBytes bytes) {
    return EncodedResource.of(name, bytes.content(), bytes.message());
  }

  /** The encoded record in a snapshot; empty when it is not there. */
  Optional<EncodedResource> find(RegistrySnapshot snapshot, ResourceKey key) {
    ResourceType type = typeOf(key);
    EncodedResource encoded = of(type).get(ResourceNames.of(key));
    if (encoded != null) {
      return Optional.of(encoded);
    }
    Optional<EncodedResource> fresh = record(snapshot, key).map(found -> encode(snapshot, found));
    fresh.ifPresent(resource -> known.put(type, of(type).plus(resource)));
    return fresh;
  }

  /**
   * The encoded records of one type that are in a snapshot; what is not known yet is encoded on all
   * processors. Where they are all that is known of the type, nothing is made but that.
   */
  SortedTree<String, EncodedResource> findAll(
      RegistrySnapshot snapshot, ResourceType type, Collection<ResourceKey> keys) {
    SortedTree<String, EncodedResource> before = of(type);
    List<ResourceKey> unknown =
        keys.parallelStream().filter(key -> before.get(ResourceNames.of(key)) == null).toList();
    List<EncodedResource> fresh =
        unknown.parallelStream()
            .flatMap(key -> record(snapshot, key).map(found -> encode(snapshot, found)).stream())
            .sorted(EncodedResource.BY_NAME::compare)
            .toList();
    SortedTree<String, EncodedResource> all = before.plusAll(fresh);
    known.put(type, all);
    return keys.size() - unknown.size() + fresh.size() == all.size()
        ? all
        : SortedTree.empty(EncodedResource.BY_NAME).plusAll(found(all, keys));
  }

  private static List<EncodedResource> found(
      SortedTree<String, EncodedResource> all, Collection<ResourceKey> keys) {
    return keys.parallelStream()
        .flatMap(key -> Stream.ofNullable(all.get(ResourceNames.of(key))))
        .sorted(EncodedResource.BY_NAME::compare)
        .toList();
  }

  private SortedTree<String, EncodedResource> of(ResourceType type) {
    return known.getOrDefault(type, SortedTree.empty(EncodedResource.BY_NAME));
  }

  /** As what a record travels; report progress never does. */
  static ResourceType typeOf(ResourceKey key) {
    return ResourceType.of(key.kind())
        .orElseThrow(() -> new IllegalStateException(key + " does not travel"));
  }

  private EncodedResource encode(RegistrySnapshot snapshot, Recorded<?> recorded) {
    ResourceKey key = recorded.key();
    Standing standing =
        key.owner().map(origin -> Standing.of(snapshot, origin)).orElse(Standing.NONE);
    EncodedResource fresh = encoded(ResourceNames.of(key), RecordBytes.of(recorded, standing));
    EncodedResource before = stale.get(key);
    return before != null && before.version().equals(fresh.version()) ? before : fresh;
  }

  private static Optional<? extends Recorded<?>> record(
      RegistrySnapshot snapshot, ResourceKey key) {
    if (key instanceof VirtualMeshKey) {
      return snapshot.find(key).flatMap(mesh -> held(snapshot, mesh.as(VirtualMesh.class)));
    }
    return key instanceof CapacityKey capacity
        ? capacity(snapshot, capacity.service())
        : snapshot.find(key);
  }

  /** Its members must not wait for an origin that another virtual mesh has. */
  private static Optional<Recorded<VirtualMesh>> held(
      RegistrySnapshot snapshot, Recorded<VirtualMesh> mesh) {
    return MeshClaims.held(snapshot, mesh.resource())
        .map(held -> new Recorded<>(held, mesh.provenance()));
  }

  /** The hub derives it from the slices: as old as the service, changed with the last of them. */
  private static Optional<Recorded<Capacity>> capacity(
      RegistrySnapshot snapshot, ServiceKey service) {
    return snapshot
        .find(service)
        .map(
            recorded -> {
              Provenance origin = recorded.as(Service.class).provenance();
              Provenance last = origin;
              for (Recorded<EndpointSlice> slice :
                  snapshot.origin(service.origin()).slicesOf(service)) {
                Provenance changed = slice.provenance();
                last = changed.lastSequence() > last.lastSequence() ? changed : last;
              }
              return new Recorded<>(
                  snapshot.capacity(service),
                  new Provenance(origin.firstSequence(), last.lastSequence(), last.reported()));
            });
  }
}
