package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
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
  private Strays() {}

  static List<Group> groups(Collection<ObservedObject> strays) {
    return List.copyOf(
        strays.stream()
            .collect(
                Collectors.groupingBy(
                    object -> object.ref().namespace() + "/" + object.ref().name(),
                    TreeMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), Group::of)))
            .values());
  }

  /** Objects that one host was written as. */
  record Group(List<ObservedObject> objects, Set<OriginId> origins, String epoch) {
    static Group of(List<ObservedObject> objects) {
      return new Group(
          List.copyOf(objects),
          objects.stream().flatMap(o -> o.origins().stream()).collect(Collectors.toSet()),
          objects.get(0).epoch());
    }

    ObjectRef ref() {
      return objects.get(0).ref();
    }
  }
}
