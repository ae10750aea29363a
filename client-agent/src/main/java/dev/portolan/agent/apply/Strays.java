package dev.portolan.agent.apply;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Groups objects of ours that no host wants by namespace and name: one host's objects share both.
 */
final class Strays {
  /** Under which findings about strays are kept; no service can have this name in practice. */
  static final HostKey NO_HOST = new HostKey("portolan-strays", "portolan-strays");

  private Strays() {}

  static List<Group> groups(Collection<ObservedObject> observed, Set<ObjectRef> claimed) {
    return List.copyOf(
        observed.stream()
            .filter(object -> object.ours() && !claimed.contains(object.ref()))
            .collect(
                Collectors.groupingBy(
                    object -> object.ref().namespace() + "/" + object.ref().name(),
                    TreeMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), Group::of)))
            .values());
  }

  /** Objects that one host was written as. */
  record Group(List<ObjectRef> refs, Set<OriginId> origins, String epoch) {
    static Group of(List<ObservedObject> objects) {
      return new Group(
          objects.stream().map(ObservedObject::ref).sorted().toList(),
          objects.stream().flatMap(o -> o.origins().stream()).collect(Collectors.toSet()),
          objects.get(0).epoch());
    }

    ObjectRef ref() {
      return refs.get(0);
    }
  }
}
