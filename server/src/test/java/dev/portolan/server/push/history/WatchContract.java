package dev.portolan.server.push.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The six properties of a watch, checked over one subscriber's history. One pass; each breach names
 * its property.
 */
public final class WatchContract {
  private final Model model;
  private final List<String> breaches = new ArrayList<>();
  // What the subscriber holds, and what of it is not what it was sent last.
  private final Map<String, String> held = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  // Of the stream that runs.
  private final Set<String> nonces = new HashSet<>();
  private final Map<String, Optional<String>> lastSent = new HashMap<>();
  private final Map<String, Long> reached = new HashMap<>();
  private Optional<Long> resumedFrom = Optional.empty();
  private long begun;
  private long lastMark = Long.MIN_VALUE;

  private WatchContract(Model model) {
    this.model = model;
  }

  /**
   * What is wrong with a history; empty: nothing.
   *
   * @param settled the history ends when there was nothing more to send
   */
  public static List<String> breaches(Model model, List<Event> events, boolean settled) {
    WatchContract contract = new WatchContract(model);
    for (Event event : events) {
      if (event instanceof Event.Connected connected) {
        contract.connected(connected);
      } else if (event instanceof Event.Received received) {
        contract.received(received);
      } else if (event instanceof Event.Marked marked) {
        contract.marked(marked.sequence());
      }
    }
    if (settled && contract.lastMark != model.last()) {
      contract.breach("Bookmarkable", "ends at " + contract.lastMark + ", not " + model.last());
    }
    return contract.breaches;
  }

  private void breach(String property, String what) {
    breaches.add(property + ": " + what);
  }

  private void connected(Event.Connected connected) {
    held.clear();
    held.putAll(connected.held());
    refused.clear();
    nonces.clear();
    lastSent.clear();
    reached.clear();
    resumedFrom = connected.token();
    begun = connected.token().orElse(0L);
    lastMark = Long.MIN_VALUE;
  }

  private void received(Event.Received received) {
    if (!nonces.add(received.nonce())) {
      breach("Unique", "nonce " + received.nonce() + " came twice");
    }
    received
        .sent()
        .forEach(
            (key, version) -> {
              told(key, version);
              if (received.refused().contains(key)) {
                refused.add(key);
              } else {
                refused.remove(key);
                held.put(key, version);
              }
            });
    for (String key : received.removed()) {
      told(key, null);
      refused.remove(key);
      held.remove(key);
    }
  }

  private void told(String key, @Nullable String version) {
    Optional<String> now = Optional.ofNullable(version);
    if (now.equals(lastSent.put(key, now))) {
      breach("Unique", key + " came twice as " + version);
    }
    model
        .when(reached.getOrDefault(key, begun), key, version)
        .ifPresentOrElse(
            when -> reached.put(key, when),
            () -> breach("Ordered", key + " went back to " + version));
  }

  private void marked(long sequence) {
    if (!model.knows(sequence)) {
      breach("Bookmarkable", "there is no " + sequence);
    }
    if (sequence < lastMark) {
      breach("Ordered", "bookmark " + sequence + " after " + lastMark);
    }
    Map<String, String> due = model.state(sequence);
    for (String key : due.keySet()) {
      if (!held.containsKey(key) && !refused.contains(key)) {
        breach("Reliable", key + " is missing at " + sequence);
      }
    }
    held.forEach(
        (key, version) -> {
          if (!refused.contains(key) && !version.equals(due.get(key))) {
            breach("Atomic", key + " is " + version + ", not " + due.get(key) + " at " + sequence);
          }
        });
    resumedFrom.ifPresent(from -> checkResumed(from, sequence));
    resumedFrom = Optional.empty();
    lastMark = sequence;
  }

  private void checkResumed(long from, long to) {
    for (String key : lastSent.keySet()) {
      if (!model.changed(key, from, to)) {
        breach("Resumable", key + " was sent again after " + from + " though it is the same");
      }
    }
  }
}
