package dev.portolan.server.guard;

import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The leases of all origins, and what the hub knows of its own wakefulness. Immutable; {@link
 * #tick} is the only transition. Two things stop the clock by which silence is judged: the hub
 * stood still itself, and it hears nobody at all.
 *
 * @param awake how long the hub has been awake
 * @param hearing somebody is heard
 */
record Fleet(SortedMap<OriginId, Lease> leases, Duration awake, boolean hearing) {
  /** Nobody yet. */
  static final Fleet EMPTY = new Fleet(new TreeMap<>(), Duration.ZERO, false);

  Fleet {
    leases = Collections.unmodifiableSortedMap(leases);
  }

  /** With leases as an earlier run of the hub left them. */
  static Fleet of(SortedMap<OriginId, Lease> kept) {
    return new Fleet(kept, Duration.ZERO, false);
  }

  /**
   * Time has passed.
   *
   * @param elapsed on a monotonic clock since the last tick
   * @param known whose lives matter; new ones get a whole lease, others are forgotten
   * @param heard who said something since the last tick
   * @param now wall-clock time, for people
   */
  Fleet tick(
      LeaseTimes times,
      Duration elapsed,
      Collection<OriginId> known,
      Set<OriginId> heard,
      Instant now) {
    // Ticks come a little late now and then; what is beyond that is a pause of our own.
    Duration longest = times.tick().multipliedBy(2);
    Duration passed = elapsed.compareTo(longest) > 0 ? longest : elapsed;
    Duration time = awake.plus(passed);
    boolean paused = elapsed.minus(passed).compareTo(times.pause()) >= 0;
    boolean hears = hears(times, paused ? Duration.ZERO : passed, known, heard);
    boolean excused = paused || (hears && !hearing);
    SortedMap<OriginId, Lease> next = new TreeMap<>();
    for (OriginId origin : known) {
      Lease lease = leases.get(origin);
      if (lease == null) {
        lease = Lease.fresh(now);
      } else if (excused) {
        lease = lease.renewed();
      }
      next.put(
          origin,
          heard.contains(origin)
              ? lease.heard(times, passed, time, now)
              : lease.silent(times, excused ? Duration.ZERO : passed, hears));
    }
    return new Fleet(next, time, hears);
  }

  private boolean hears(
      LeaseTimes times, Duration passed, Collection<OriginId> known, Set<OriginId> heard) {
    for (OriginId origin : known) {
      Lease lease = leases.get(origin);
      if (heard.contains(origin)
          || (lease != null
              && lease.audible()
              && lease.silent().plus(passed).compareTo(times.staleAfter()) < 0)) {
        return true;
      }
    }
    return false;
  }
}
