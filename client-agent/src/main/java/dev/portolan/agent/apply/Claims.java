package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.HostKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which host an object belongs to. A host also owns what it never asked for in this process, if it
 * is called like its objects: shards that it had before the agent was started anew. Confined to one
 * thread.
 */
final class Claims {
  private final Map<ObjectRef, HostKey> hosts = new HashMap<>();
  private final Map<String, HostKey> groups = new HashMap<>();

  void claim(ObjectRef ref, HostKey host) {
    hosts.put(ref, host);
    groups.put(ref.group(), host);
  }

  /**
   * The host has nothing to do with an object any more.
   *
   * @param left what the host still wants or holds
   */
  void release(ObjectRef ref, Collection<ObjectRef> left) {
    hosts.remove(ref);
    if (left.stream().noneMatch(other -> other.group().equals(ref.group()))) {
      groups.remove(ref.group());
    }
  }

  /** The host that wants or holds the object. */
  Optional<HostKey> owner(ObjectRef ref) {
    return Optional.ofNullable(hosts.get(ref));
  }

  /** The host whose objects are called like this one. */
  Optional<HostKey> ownerOfGroup(ObjectRef ref) {
    return Optional.ofNullable(groups.get(ref.group()));
  }
}
