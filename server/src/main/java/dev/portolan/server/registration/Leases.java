package dev.portolan.server.registration;

import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Session;
import dev.portolan.server.control.RegistrationEvent;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.query.Renewals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * For how long each registration lasts without a renewal: the one owner of that, in memory. A
 * renewal is one number of a session; what ends next is found in one queue, in which each lease
 * stands once and is put back when it comes up too early. Time counts while the hub is awake; after
 * a start and after a pause of its own everybody has a whole TTL. Thread-safe: one lock, held for
 * moments.
 */
public final class Leases implements SnapshotPublisher, Renewals {
  private static final long LONGEST_TICK = RegistrationLimits.LONGEST_TICK.toNanos();
  private static final long PAUSE = RegistrationLimits.PAUSE.toNanos();

  private final RegistrationLimits limits;
  private final LongSupplier nanoTime;
  private final Map<OriginId, OriginLeases> origins = new HashMap<>();
  private final PriorityQueue<Lease> queue =
      new PriorityQueue<>(Comparator.comparingLong(Lease::check));
  private RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private long last;
  private long awake;
  // Before this nobody is blamed for silence.
  private long floor;
  // Before the first time of an epoch is over, registrations may have been lost with the store.
  private long epochBegan;
  private boolean doubted;
  private final Set<OriginId> incomplete = new HashSet<>();
  private long reporters = SessionLeases.NEVER;
  private boolean settling;

  /**
   * Nothing is registered yet.
   *
   * @param nanoTime monotonic, as {@code System::nanoTime}
   */
  public Leases(RegistrationLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void loaded(RegistrySnapshot held) {
    last = nanoTime.getAsLong();
    snapshot = held;
    doubted = held.revision().sequence() == 0;
    for (OriginId origin : held.origins().keySet()) {
      held.origin(origin).registrations().forEach(each -> begin(each, SessionLeases.NEVER));
      markHeld(origin);
      if (unsettled(origin)) {
        incomplete.add(origin);
      }
    }
  }

  @Override
  public synchronized void publish(RegistryDelta delta, RegistrySnapshot next) {
    snapshot = next;
    if (!delta.to().comparableWith(delta.from())) {
      epochBegan = now();
      doubted = true;
    }
    Set<OriginId> marked = new HashSet<>();
    for (ResourceKey key : delta.removals()) {
      if (key instanceof RegistrationKey gone) {
        end(gone);
      } else if (key instanceof HoldKey hold) {
        marked.add(hold.origin());
      }
    }
    for (Recorded<?> each : delta.upserts().values()) {
      if (each.resource() instanceof Registration registration) {
        begin(each.as(Registration.class), now());
        marked.add(registration.origin());
      } else if (each.resource() instanceof Hold hold) {
        marked.add(hold.origin());
      }
    }
    marked.forEach(this::markHeld);
  }

  @Override
  public void beat(RegistrySnapshot same, Instant hubTime) {
    // What passes is counted by ticks.
  }

  /** An agent or a source gave a sign of life. */
  public synchronized void reporterHeard() {
    reporters = now();
  }

  /**
   * What a session has, and how often it is to renew that.
   *
   * @param lastChange sequence with which some of that became what it is; 0 for nothing
   */
  record Renewal(int registrations, long lastChange, Duration interval) {}

  /** A session of an origin was heard: all that it has is renewed. */
  synchronized Renewal renew(OriginId origin, Session session) {
    OriginLeases own = origins.get(origin);
    SessionLeases leases = own == null ? null : own.find(session).orElse(null);
    if (leases == null) {
      return new Renewal(0, 0, limits.renewInterval(Registration.DEFAULT_TTL));
    }
    leases.hear(now());
    return new Renewal(
        leases.live(),
        leases.lastChange(),
        limits.renewInterval(Duration.ofNanos(leases.shortestTtl())));
  }

  /**
   * How long ago somebody of an origin was heard; empty for nobody in this life of the hub, and for
   * one of which nothing is registered.
   */
  public synchronized Optional<Duration> silence(OriginId origin) {
    OriginLeases own = origins.get(origin);
    return own == null
        ? Optional.empty()
        : own.sessions().stream()
            .map(SessionLeases::heard)
            .filter(heard -> heard != SessionLeases.NEVER)
            .max(Comparator.naturalOrder())
            .map(heard -> Duration.ofNanos(now() - heard));
  }

  @Override
  public synchronized Optional<Standing> of(RegistrationKey key) {
    OriginLeases own = origins.get(key.service().origin());
    Lease lease = own == null ? null : own.find(key);
    if (lease == null) {
      return Optional.empty();
    }
    long now = now();
    long heard = lease.session().heard();
    long interval = limits.renewInterval(Duration.ofNanos(lease.ttl())).toNanos();
    return Optional.of(
        new Standing(
            now - heard <= interval + interval / 2,
            heard == SessionLeases.NEVER
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(now - heard)),
            Duration.ofNanos(Math.max(0, lease.deadline(floor) - now))));
  }

  /**
   * Lets the time pass that has passed, and says what the registry is to be asked for. To be called
   * every {@link RegistrationLimits#TICK}; of each event the answer is to be told by {@link
   * #answered}.
   */
  synchronized List<RegistrationEvent> tick() {
    pass();
    List<RegistrationEvent> events = new ArrayList<>(overdue());
    events.addAll(settled());
    return events;
  }

  /** The registry has made an event durable, or has refused it. */
  synchronized void answered(RegistrationEvent event) {
    if (event instanceof RegistrationEvent.Expire expire) {
      OriginLeases own = origins.get(expire.origin());
      if (own == null) {
        return;
      }
      for (RegistrationKey key : expire.keys()) {
        Lease lease = own.find(key);
        if (lease != null && lease.state() == Lease.State.ASKED) {
          lease.become(Lease.State.LIVE);
          checkAgain(lease, awake + limits.again().toNanos());
        }
      }
      markHeld(expire.origin());
    } else {
      settling = false;
    }
  }

  private void pass() {
    long time = nanoTime.getAsLong();
    long elapsed = time - last;
    awake += Math.min(elapsed, LONGEST_TICK);
    last = time;
    if (elapsed >= PAUSE) {
      floor = awake;
    }
  }

  /** The time in which the hub was awake. */
  private long now() {
    return awake + Math.min(nanoTime.getAsLong() - last, LONGEST_TICK);
  }

  private List<RegistrationEvent> overdue() {
    Map<OriginId, Set<RegistrationKey>> silent = new TreeMap<>();
    Map<OriginId, Set<RegistrationKey>> doubtful = new TreeMap<>();
    Witnesses witnesses = null;
    while (!queue.isEmpty() && queue.element().check() <= awake) {
      Lease lease = queue.remove();
      long deadline = lease.deadline(floor);
      if (lease.state() == Lease.State.OVER || lease.state() == Lease.State.ASKED) {
        continue;
      }
      if (deadline > awake) {
        checkAgain(lease, deadline);
        continue;
      }
      if (witnesses == null) {
        witnesses = new Witnesses(origins, reporters, reportersKnown());
      }
      OriginId origin = lease.key().service().origin();
      // Whoever renews in time was heard after two thirds of its own TTL before the end: had the
      // way to all of them broken, nobody could have been heard in the last half of it.
      boolean own = witnesses.since(origin, lease.session().session(), deadline - lease.ttl() / 2);
      boolean patient = awake < deadline + limits.patience().toNanos();
      if (own || (!patient && lease.state() == Lease.State.LIVE)) {
        lease.become(Lease.State.ASKED);
        (own ? silent : doubtful)
            .computeIfAbsent(origin, absent -> new HashSet<>())
            .add(lease.key());
      } else {
        checkAgain(
            lease,
            patient ? awake + RegistrationLimits.TICK.toNanos() : awake + limits.again().toNanos());
      }
    }
    List<RegistrationEvent> events = new ArrayList<>();
    silent.forEach((origin, keys) -> events.add(new RegistrationEvent.Expire(origin, keys, true)));
    doubtful.forEach(
        (origin, keys) -> events.add(new RegistrationEvent.Expire(origin, keys, false)));
    return events;
  }

  private List<RegistrationEvent> settled() {
    if (settling) {
      return List.of();
    }
    boolean over = awake - epochBegan >= limits.settling().toNanos();
    List<RegistrationEvent> events = new ArrayList<>();
    for (OriginId origin : snapshot.origins().keySet()) {
      // Of an origin that is new to a store that has lost nothing, nobody is missing.
      if (unsettled(origin) && (over || !(doubted || incomplete.contains(origin)))) {
        settling = true;
        events.add(new RegistrationEvent.Settle(origin));
      }
    }
    return events;
  }

  private boolean unsettled(OriginId origin) {
    return snapshot.origin(origin).progress().isPresent()
        && snapshot.progress(origin).incarnation() == 0
        && !snapshot.progress(origin).everComplete();
  }

  private boolean reportersKnown() {
    return snapshot.origins().keySet().stream()
        .anyMatch(origin -> snapshot.progress(origin).incarnation() > 0);
  }

  private void begin(Recorded<Registration> recorded, long heard) {
    Registration registration = recorded.resource();
    OriginLeases own = origins.computeIfAbsent(registration.origin(), absent -> new OriginLeases());
    SessionLeases session = own.session(registration.session(), heard);
    session.hear(heard);
    Lease lease =
        new Lease(
            registration.key(),
            recorded.provenance().lastSequence(),
            registration.ttl().toNanos(),
            heard == SessionLeases.NEVER ? awake : heard,
            session);
    own.add(lease);
    queue.add(lease);
  }

  private void end(RegistrationKey key) {
    OriginId origin = key.service().origin();
    OriginLeases own = origins.get(origin);
    if (own != null) {
      own.remove(key);
      if (own.isEmpty()) {
        origins.remove(origin);
      }
    }
  }

  /** What is held of an origin does not count as renewed; what is not any more does. */
  private void markHeld(OriginId origin) {
    OriginLeases own = origins.get(origin);
    if (own == null) {
      return;
    }
    Set<ResourceKey> held = new HashSet<>();
    snapshot.holds(origin).forEach(hold -> held.addAll(hold.keys()));
    for (Lease lease : List.copyOf(own.leases())) {
      boolean isHeld = held.contains(lease.key().slice());
      if (lease.state() == Lease.State.LIVE && isHeld) {
        lease.become(Lease.State.HELD);
      } else if (lease.state() == Lease.State.HELD && !isHeld) {
        // Held ones are looked at rarely; this one is to be in time again.
        Lease fresh = new Lease(lease.key(), lease.changed(), lease.ttl(), now(), lease.session());
        own.add(fresh);
        queue.add(fresh);
      }
    }
  }

  private void checkAgain(Lease lease, long time) {
    lease.checkAt(time);
    queue.add(lease);
  }
}
