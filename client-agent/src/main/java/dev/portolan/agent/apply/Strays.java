package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.registry.OriginId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Objects of ours that no host wants, by what one host's objects share. Confined to one thread. */
final class Strays {
  private final Map<String, Set<ObjectRef>> groups = new TreeMap<>();

  void add(ObjectRef ref) {
    groups.computeIfAbsent(ref.group(), group -> new TreeSet<>()).add(ref);
  }

  void remove(ObjectRef ref) {
    groups.computeIfPresent(
        ref.group(),
        (group, refs) -> {
          refs.remove(ref);
          return refs.isEmpty() ? null : refs;
        });
  }

  /** Those that are called like one of these objects. */
  Set<ObjectRef> relatedTo(Collection<ObjectRef> refs) {
    Set<ObjectRef> related = new HashSet<>();
    refs.forEach(ref -> related.addAll(groups.getOrDefault(ref.group(), Set.of())));
    return related;
  }

  Set<ObjectRef> all() {
    return groups.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /** All, each group as what is known of its objects. */
  List<Group> groups(Map<ObjectRef, ObservedObject> observed) {
    return groups.values().stream()
        .map(refs -> Group.of(refs.stream().map(observed::get).toList()))
        .toList();
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
