package dev.portolan.server.guard;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.Liveness.State;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What the hub knows of one origin's life. Immutable; its methods are the transitions. {@code live
 * → stale → lost}, and from either back to {@code live} when the origin is heard again, at once or,
 * where it has come back often, when that has lasted.
 *
 * @param doubt what there is against its life; empty while it is live
 * @param audible it was heard in this run of the hub, and has not been silent for long since
 * @param silent time since it was last heard, or was given a whole lease
 * @param lost time since its lease ended; zero before
 * @param calm how long it has been audible again while still in doubt
 * @param since when it was last heard, frozen while it is in doubt; for people
 * @param returns when it came back to life lately, in time of the fleet, oldest first
 */
record Lease(
    Optional<State> doubt,
    boolean audible,
    Duration silent,
    Duration lost,
    Duration calm,
    Instant since,
    List<Duration> returns) {
  // The longest probation is reached before.
  private static final int MAX_RETURNS = 16;

  Lease {
    returns = List.copyOf(returns);
  }

  /** A whole lease for an origin of which nothing is known yet. */
  static Lease fresh(Instant now) {
    return new Lease(
        Optional.empty(), false, Duration.ZERO, Duration.ZERO, Duration.ZERO, now, List.of());
  }

  /** As an earlier run of the hub left it, with a whole lease to come back. */
  static Lease kept(Liveness liveness) {
    return new Lease(
        Optional.of(liveness.state()),
        false,
        Duration.ZERO,
        liveness.lostFor(),
        Duration.ZERO,
        liveness.silentSince(),
        List.of());
  }

  /** A whole lease from here, because its silence may be the hub's own. Lost stays lost. */
  Lease renewed() {
    return new Lease(doubt, false, Duration.ZERO, lost, Duration.ZERO, since, returns);
  }

  /**
   * It was heard.
   *
   * @param passed time since the last transition
   * @param at time of the fleet
   */
  Lease heard(LeaseTimes times, Duration passed, Duration at, Instant now) {
    if (doubt.isEmpty()) {
      return new Lease(doubt, true, Duration.ZERO, Duration.ZERO, Duration.ZERO, now, returns);
    }
    List<Duration> recent = recent(at);
    Duration lasted = audible ? calm.plus(passed) : Duration.ZERO;
    if (lasted.compareTo(times.probation(recent.size())) < 0) {
      return new Lease(doubt, true, Duration.ZERO, lost, lasted, since, recent);
    }
    List<Duration> all = new ArrayList<>(recent);
    all.add(at);
    return new Lease(
        Optional.empty(),
        true,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        now,
        all.subList(Math.max(0, all.size() - MAX_RETURNS), all.size()));
  }

  /**
   * It was not heard.
   *
   * @param passed time since the last transition
   * @param witnessed somebody else is heard, so that the silence is not the hub's
   */
  Lease silent(LeaseTimes times, Duration passed, boolean witnessed) {
    Duration longer = silent.plus(passed);
    boolean ends = longer.compareTo(times.lease()) >= 0;
    boolean patient = !audible && doubt.isEmpty() && !ends;
    if (longer.compareTo(times.staleAfter()) < 0 || patient) {
      Duration lasted = audible && doubt.isPresent() ? calm.plus(passed) : calm;
      return new Lease(doubt, audible, longer, lost, lasted, since, returns);
    }
    if (!witnessed) {
      // Worth saying; but until somebody is heard the time does not count.
      return doubted(doubt.orElse(State.STALE), times.staleAfter(), lost);
    }
    if (!ends) {
      return doubted(doubt.orElse(State.STALE), longer, lost);
    }
    boolean over = doubt.equals(Optional.of(State.LOST));
    return doubted(State.LOST, times.lease(), over ? lost.plus(passed) : Duration.ZERO);
  }

  private Lease doubted(State state, Duration silence, Duration lostFor) {
    return new Lease(Optional.of(state), false, silence, lostFor, Duration.ZERO, since, returns);
  }

  /**
   * What the registry is to say.
   *
   * @param graces after which some rule has consequences, sorted
   */
  Optional<Liveness> liveness(OriginId origin, NavigableSet<Duration> graces) {
    return doubt.map(
        state ->
            state == State.STALE
                ? Liveness.stale(origin, since)
                : Liveness.lost(
                    origin, since, Optional.ofNullable(graces.floor(lost)).orElse(Duration.ZERO)));
  }

  /** For how long it still has to be audible until it is live again, if it is audible at all. */
  Optional<Duration> probation(LeaseTimes times, Duration at) {
    return audible && doubt.isPresent()
        ? Optional.of(times.probation(recent(at).size()).minus(calm))
        : Optional.empty();
  }

  private List<Duration> recent(Duration at) {
    return returns.stream()
        .filter(each -> at.minus(each).compareTo(LeaseTimes.WINDOW) < 0)
        .toList();
  }
}
