package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.HostKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One host's objects.
 *
 * @param desired what it should have
 * @param held objects that it has had and no longer wants
 */
record HostState(DesiredHost desired, Set<ObjectRef> held) {
  HostState {
    held = Set.copyOf(held);
  }

  static HostState none(HostKey host) {
    return new HostState(new DesiredHost(host, List.of(), Set.of(), false), Set.of());
  }

  /** The host wants something else; what it had is held until it is gone. */
  HostState with(DesiredHost change) {
    Set<ObjectRef> had = new HashSet<>(refs());
    change.objects().forEach(object -> had.remove(object.ref()));
    return new HostState(change, had);
  }

  /** The host with an object that an earlier process wrote for it. */
  HostState holding(ObjectRef ref) {
    Set<ObjectRef> more = new HashSet<>(held);
    more.add(ref);
    return new HostState(desired, more);
  }

  /** The host without those of its held objects. */
  HostState without(Predicate<ObjectRef> gone) {
    Set<ObjectRef> left = new HashSet<>(held);
    left.removeIf(gone);
    return new HostState(desired, left);
  }

  /** Everything that it wants or holds. */
  Set<ObjectRef> refs() {
    Set<ObjectRef> refs = new HashSet<>(held);
    desired.objects().forEach(object -> refs.add(object.ref()));
    return refs;
  }

  Optional<DesiredObject> wanted(ObjectRef ref) {
    return desired.objects().stream().filter(object -> object.ref().equals(ref)).findFirst();
  }
}
