package dev.portolan.bench.cluster;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * When addresses, each of which is sent once, show up in a watch's events. An address that is
 * overtaken by a later one of the same object has arrived with that. Thread-safe; events come one
 * after the other.
 */
public final class Arrivals {
  private static final String START = "\"10.";

  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
  private final AtomicInteger changed = new AtomicInteger();

  private record Sent(int object, long nanos) {}

  /** An address of an object is being sent now; those of one object are sent in order. */
  public void sent(int object, String address) {
    sent.put(address, new Sent(object, System.nanoTime()));
  }

  /** An event as it stands on the wire. */
  public void event(String line) {
    long now = System.nanoTime();
    if (line.startsWith("{\"type\":\"MODIFIED\"")) {
      changed.incrementAndGet();
    }
    for (int at = line.indexOf(START); at >= 0; at = line.indexOf(START, at + 1)) {
      String address = line.substring(at + 1, line.indexOf('"', at + 1));
      Sent arrived = sent.get(address);
      if (arrived != null) {
        arrived(arrived, now);
      }
    }
  }

  private void arrived(Sent last, long now) {
    sent.forEach(
        (address, each) -> {
          if (each.object() == last.object() && each.nanos() <= last.nanos()) {
            // In this order: whoever sees that nothing is missing looks for the time.
            millis.add((now - each.nanos()) / 1e6);
            sent.remove(address);
          }
        });
  }

  /** Events by which an object became another. */
  public int changed() {
    return changed.get();
  }

  /**
   * Waits until everything that was sent has arrived.
   *
   * @return milliseconds, of each that arrived since the last call
   * @throws IllegalStateException if something has not within so many seconds
   */
  public List<Double> all(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!sent.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            sent.size() + " changes have not arrived within " + seconds + " s");
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
    List<Double> arrived = List.copyOf(millis);
    millis.clear();
    return arrived;
  }
}
