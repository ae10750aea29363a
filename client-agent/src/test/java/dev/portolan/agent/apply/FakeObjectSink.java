package dev.portolan.agent.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An {@link ObjectSink} in memory that records what is done to it and can be told to refuse. */
public final class FakeObjectSink implements ObjectSink {
  private final Map<ObjectRef, ObservedObject> standing = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private final Set<ObjectRef> refused = new HashSet<>();
  private boolean unreadable;

  /** Puts something there that the reconciler did not write. */
  public synchronized FakeObjectSink holding(ObservedObject object) {
    standing.put(object.ref(), object);
    return this;
  }

  public synchronized void refuse(ObjectRef ref) {
    refused.add(ref);
  }

  public synchronized void heal() {
    refused.clear();
    unreadable = false;
  }

  public synchronized void makeUnreadable() {
    unreadable = true;
  }

  /** {@code write <ref>} and {@code delete <ref>} in order, since the last call. */
  public synchronized List<String> drainLog() {
    List<String> drained = List.copyOf(log);
    log.clear();
    return drained;
  }

  public synchronized Set<ObjectRef> refs() {
    return Set.copyOf(standing.keySet());
  }

  @Override
  public synchronized List<ObservedObject> list() {
    if (unreadable) {
      throw new SinkException("the directory cannot be read", new IllegalStateException());
    }
    return List.copyOf(standing.values());
  }

  @Override
  public synchronized void write(HasMetadata object) {
    ObjectRef ref = ObjectRef.of(object);
    log.add("write " + ref);
    check(ref);
    standing.put(ref, new ObservedObject(ref, true, hashOf(object), "", Set.of()));
  }

  @Override
  public synchronized void delete(ObjectRef ref) {
    log.add("delete " + ref);
    check(ref);
    standing.remove(ref);
  }

  private static String hashOf(HasMetadata object) {
    return object instanceof ConfigMap map
        ? map.getData().getOrDefault("spec", "")
        : object.getMetadata().getAnnotations().getOrDefault("portolan.dev/spec-hash", "");
  }

  private void check(ObjectRef ref) {
    if (refused.contains(ref)) {
      throw new SinkException("quota exceeded", new IllegalStateException());
    }
  }
}
