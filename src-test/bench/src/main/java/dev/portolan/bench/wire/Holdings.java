package dev.portolan.bench.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one subscriber holds, by its own account. Thread-safe. */
public final class Holdings implements AgentGroup.Reader {
  private final Map<String, Map<String, String>> versions = new HashMap<>();

  @Override
  public synchronized void read(Frame frame) {
    Map<String, String> ofType =
        // In the order in which agents list it.
        versions.computeIfAbsent(frame.typeUrl(), absent -> new TreeMap<>());
    frame.forEach(ofType::put);
  }

  /** Versions by type and name, as they are now. */
  public synchronized Map<String, Map<String, String>> versions() {
    return Map.copyOf(versions);
  }
}
