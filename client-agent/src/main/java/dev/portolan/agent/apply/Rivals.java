package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.registry.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Objects of others that speak of hosts of ours by name. Wildcards are left aside: the rule of the
 * exact name wins over them everywhere but in a client's own namespace, and a mesh-wide default is
 * no mistake. Kept up to date from both sides; a change costs the hosts that it names. Confined to
 * one thread.
 */
final class Rivals {
  private final Map<ObjectRef, Set<String>> theirs = new HashMap<>();
  private final Map<String, Set<ObjectRef>> theirsByHost = new TreeMap<>();
  private final Map<String, ObjectRef> ours = new HashMap<>();

  /** Another's routes for a host concern our routes only: without ours it is free to have some. */
  private final Map<String, ObjectRef> ourRoutes = new HashMap<>();

  /** Hosts of ours that somebody else names. */
  private final Set<String> named = new TreeSet<>();

  /** Another's object appeared or changed. */
  void seen(ObservedObject object) {
    gone(object.ref());
    theirs.put(object.ref(), object.hosts());
    for (String host : object.hosts()) {
      theirsByHost.computeIfAbsent(host, h -> new TreeSet<>()).add(object.ref());
      look(host);
    }
  }

  /** An object is not another's, or not there. */
  void gone(ObjectRef ref) {
    Set<String> hosts = theirs.remove(ref);
    for (String host : hosts == null ? Set.<String>of() : hosts) {
      Set<ObjectRef> refs = theirsByHost.getOrDefault(host, Set.of());
      if (refs.equals(Set.of(ref))) {
        theirsByHost.remove(host);
      } else {
        refs.remove(ref);
      }
      look(host);
    }
  }

  /** A host's objects change from some to others. */
  void write(Collection<DesiredObject> before, Collection<DesiredObject> after) {
    before.forEach(object -> object.hosts().forEach(written(object.ref())::remove));
    after.forEach(
        object -> object.hosts().forEach(host -> written(object.ref()).put(host, object.ref())));
    before.forEach(object -> object.hosts().forEach(this::look));
    after.forEach(object -> object.hosts().forEach(this::look));
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (String host : named) {
      for (ObjectRef rival : theirsByHost.getOrDefault(host, Set.of())) {
        ObjectRef own = written(rival).get(host);
        if (own != null) {
          findings.add(ApplyFindings.shared(rival, host, own));
        }
      }
    }
    return findings;
  }

  private Map<String, ObjectRef> written(ObjectRef alike) {
    return alike.kind().equals(ObjectRef.ROUTES) ? ourRoutes : ours;
  }

  private void look(String host) {
    if (theirsByHost.containsKey(host) && ours.containsKey(host)) {
      named.add(host);
    } else {
      named.remove(host);
    }
  }
}
