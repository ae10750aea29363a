package dev.portolan.server.control;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.RegistryEvent.Batch;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryEvent.Complete;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Short ways to write events in tests. */
final class Events {
  private Events() {}

  static Batch batch(OriginId origin, long incarnation, long number, Change... changes) {
    return new Batch(origin, incarnation, number, List.of(changes));
  }

  static Batch puts(OriginId origin, long incarnation, long number, Resource... resources) {
    return batch(
        origin,
        incarnation,
        number,
        Stream.of(resources).map(Change.Put::new).toArray(Change[]::new));
  }

  static Change put(Resource resource) {
    return new Change.Put(resource);
  }

  static Change remove(ResourceKey key) {
    return new Change.Remove(key);
  }

  static Complete complete(OriginId origin, long incarnation, ResourceKey... listed) {
    return new Complete(origin, incarnation, Set.of(listed));
  }
}
