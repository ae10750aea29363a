package dev.portolan.server.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who has reported for one origin of late. Immutable. Times are monotonic, of the hub's clock.
 *
 * @param takeovers when a process took the open stream of another one
 * @param heard when each process asked to report last, by incarnation; only while it is frozen
 * @param frozen since when nobody may report; wall-clock time, for people
 */
record Contest(
    List<Duration> takeovers, SortedMap<Long, Duration> heard, Optional<Instant> frozen) {
  /** More takeovers than this within {@link #WINDOW} are a contest: none of them wins. */
  static final int TAKEOVERS = 3;

  static final Duration WINDOW = Duration.ofMinutes(1);

  /** For so long one process must have been the only one that was heard, to go on by itself. */
  static final Duration ALONE = Duration.ofMinutes(5);

  /** Nobody contends. */
  static final Contest NONE = new Contest(List.of(), new TreeMap<>(), Optional.empty());

  private static final int MAX_HEARD = 16;

  Contest {
    takeovers = List.copyOf(takeovers);
    heard = new TreeMap<>(heard);
  }

  /** A process took over from one whose stream was open. */
  Contest takenOver(long older, long newer, Duration now, Instant wallClock) {
    List<Duration> recent = new ArrayList<>(takeovers);
    recent.removeIf(time -> now.minus(time).compareTo(WINDOW) > 0);
    recent.add(now);
    if (recent.size() <= TAKEOVERS) {
      return new Contest(recent, heard, frozen);
    }
    return new Contest(List.of(), heard, Optional.of(wallClock))
        .heard(older, now)
        .heard(newer, now);
  }

  /** A process asks to report. */
  Contest heard(long incarnation, Duration now) {
    if (frozen.isEmpty()) {
      return this;
    }
    SortedMap<Long, Duration> later = new TreeMap<>(heard);
    later.put(incarnation, now);
    while (later.size() > MAX_HEARD) {
      later.remove(later.firstKey());
    }
    return new Contest(takeovers, later, frozen);
  }

  /** Whether all others have been silent for so long that this process may go on. */
  boolean leaves(long incarnation, Duration now) {
    return heard.entrySet().stream()
        .allMatch(
            other ->
                other.getKey() == incarnation || now.minus(other.getValue()).compareTo(ALONE) >= 0);
  }
}
