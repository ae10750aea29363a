package dev.portolan.agent.apply.kubernetes;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes of ours whose answers were told on and that the watch will tell of once more: to read an
 * object again that is known costs as much as to write it. Of many at once the oldest are
 * forgotten, and then read. Thread-safe.
 */
final class OwnWrites {
  private static final int REMEMBERED = 1000;

  private final Map<ObjectRef, String> versions = new LinkedHashMap<>();

  /** The API server has answered a write of ours with this. */
  synchronized void answered(ObservedObject now) {
    versions.remove(now.ref());
    versions.put(now.ref(), now.handle().version());
    if (versions.size() > REMEMBERED) {
      versions.remove(versions.keySet().iterator().next());
    }
  }

  /** Whether a state that is seen is what such an answer said. True once for each. */
  synchronized boolean echoes(ObjectRef ref, String version) {
    return versions.remove(ref, version);
  }
}
