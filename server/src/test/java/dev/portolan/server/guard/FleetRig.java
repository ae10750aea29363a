package dev.portolan.server.guard;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.Liveness.State;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A fleet whose origins beat every 10 s while they do, on a clock of its own. */
final class FleetRig {
  static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final LeaseTimes times = LeaseTimes.of(HEARTBEAT, Duration.ofSeconds(30));
  private final List<OriginId> known;
  private final Map<OriginId, Duration> nextBeats = new HashMap<>();
  private Duration clock = Duration.ZERO;
  private Fleet fleet = Fleet.EMPTY;

  FleetRig(OriginId... known) {
    this.known = List.of(known);
  }

  LeaseTimes times() {
    return times;
  }

  Fleet fleet() {
    return fleet;
  }

  Duration clock() {
    return clock;
  }

  Lease lease(OriginId origin) {
    Lease lease = fleet.leases().get(origin);
    if (lease == null) {
      throw new NoSuchElementException(origin.value());
    }
    return lease;
  }

  Optional<State> doubt(OriginId origin) {
    return lease(origin).doubt();
  }

  Optional<Duration> probation(OriginId origin) {
    return lease(origin).probation(times, fleet.awake());
  }

  /** These beat from now on, the first time within an interval. */
  void beats(OriginId... origins) {
    for (OriginId origin : origins) {
      nextBeats.putIfAbsent(origin, clock.plus(HEARTBEAT));
    }
  }

  void silence(OriginId... origins) {
    for (OriginId origin : origins) {
      nextBeats.remove(origin);
    }
  }

  /** One message, now. */
  void says(OriginId... origins) {
    tick(Duration.ZERO, new TreeSet<>(Set.of(origins)));
  }

  /** The hub is awake for so long. */
  void pass(Duration time) {
    for (Duration end = clock.plus(time); clock.compareTo(end) < 0; ) {
      tick(times.tick(), new TreeSet<>());
    }
  }

  /** The hub stands still; what came meanwhile is heard at its end. */
  void pause(Duration time) {
    tick(time, new TreeSet<>());
  }

  /** Time passes until an origin is in this state; for how long. */
  Duration until(OriginId origin, Optional<State> doubt) {
    Duration from = clock;
    while (!doubt(origin).equals(doubt)) {
      pass(times.tick());
      if (clock.minus(from).compareTo(PATIENCE) > 0) {
        throw new AssertionError(origin + " stays " + lease(origin));
      }
    }
    return clock.minus(from);
  }

  /** Another run of the hub begins with what the registry has, and nobody is connected. */
  void restart(Liveness... said) {
    TreeMap<OriginId, Lease> kept = new TreeMap<>();
    for (Liveness liveness : said) {
      kept.put(liveness.origin(), Lease.kept(liveness));
    }
    nextBeats.clear();
    fleet = Fleet.of(kept);
    tick(Duration.ZERO, new TreeSet<>());
  }

  private void tick(Duration elapsed, Set<OriginId> heard) {
    clock = clock.plus(elapsed);
    nextBeats.replaceAll(
        (origin, due) -> {
          if (due.compareTo(clock) > 0) {
            return due;
          }
          heard.add(origin);
          return clock.plus(HEARTBEAT);
        });
    fleet = fleet.tick(times, elapsed, known, heard, START.plus(clock));
  }
}
