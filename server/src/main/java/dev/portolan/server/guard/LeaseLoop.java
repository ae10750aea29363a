package dev.portolan.server.guard;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of the leases. {@link #heard} is for any thread and costs an entry in a set; {@link
 * #tick} is for one. Nothing is written while nothing changes: a tick compares what it thinks of
 * each origin with what the registry says, and asks the registry loop to say otherwise. What is
 * refused, because the loop is busy or the disk is full, is asked for again.
 */
public final class LeaseLoop {
  // A refusal by the store costs a write that fails; so does the next.
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_AT_ONCE = 100;

  private final RegistryLoop registry;
  private final LeaseTimes times;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Set<OriginId> heard = ConcurrentHashMap.newKeySet();
  private final Set<OriginId> asked = ConcurrentHashMap.newKeySet();
  // Of the ticking thread; of two of them others read:
  private final GraceTable graces = new GraceTable();
  private volatile Fleet fleet = Fleet.EMPTY;
  private volatile Duration refusedAt = PATIENCE.negated();
  private long last;
  private boolean started;

  /**
   * No lease runs before the first tick.
   *
   * @param nanoTime monotonic, as {@code System::nanoTime}
   * @param clock for what people read
   */
  public LeaseLoop(RegistryLoop registry, LeaseTimes times, LongSupplier nanoTime, Clock clock) {
    this.registry = registry;
    this.times = times;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** The origin gave a sign of life. From any thread. */
  public void heard(OriginId origin) {
    heard.add(origin);
  }

  /**
   * For how long an origin that is heard again has to stay so until it is live; empty unless it
   * comes back too often. From any thread.
   */
  public Optional<Duration> probation(OriginId origin) {
    Fleet now = fleet;
    return Optional.ofNullable(now.leases().get(origin))
        .flatMap(lease -> lease.probation(times, now.awake()));
  }

  /** Looks at all leases; to be called every {@link LeaseTimes#tick}, by one thread. */
  public void tick() {
    RegistrySnapshot snapshot = registry.snapshot();
    long now = nanoTime.getAsLong();
    if (!started) {
      started = true;
      last = now;
      fleet = Fleet.of(kept(snapshot));
    }
    Duration elapsed = Duration.ofNanos(now - last);
    last = now;
    Set<OriginId> since = new TreeSet<>();
    heard.removeIf(since::add);
    fleet = fleet.tick(times, elapsed, spokenFor(snapshot), since, clock.instant());
    graces.retain(fleet.leases().keySet());
    say(snapshot);
  }

  /** Whoever was registered by RPC and has nothing left has no life to lose. */
  private static Set<OriginId> spokenFor(RegistrySnapshot snapshot) {
    Set<OriginId> origins = new TreeSet<>();
    snapshot
        .origins()
        .forEach(
            (origin, shard) -> {
              if (!shard.vacant()) {
                origins.add(origin);
              }
            });
    return origins;
  }

  private static SortedMap<OriginId, Lease> kept(RegistrySnapshot snapshot) {
    SortedMap<OriginId, Lease> kept = new TreeMap<>();
    for (Map.Entry<OriginId, OriginShard> entry : snapshot.origins().entrySet()) {
      entry
          .getValue()
          .liveness()
          .map(Recorded::resource)
          .ifPresent(liveness -> kept.put(entry.getKey(), Lease.kept(liveness)));
    }
    return kept;
  }

  private void say(RegistrySnapshot snapshot) {
    if (fleet.awake().minus(refusedAt).compareTo(PATIENCE) < 0) {
      return;
    }
    for (Map.Entry<OriginId, Lease> entry : fleet.leases().entrySet()) {
      OriginId origin = entry.getKey();
      Optional<Liveness> said = snapshot.liveness(origin);
      Optional<Liveness> wanted = wanted(snapshot, origin, entry.getValue());
      if (!wanted.equals(said) && asked.size() < MOST_AT_ONCE && asked.add(origin)) {
        Duration at = fleet.awake();
        // Dropped: what became of it shows in the next snapshot, or it is asked for again.
        var unused =
            registry
                .submit(new RegistryEvent.Judge(origin, wanted))
                .whenComplete((outcome, failure) -> answered(origin, failure, at));
      }
    }
  }

  private Optional<Liveness> wanted(RegistrySnapshot snapshot, OriginId origin, Lease lease) {
    return lease.doubt().isEmpty()
        ? Optional.empty()
        : lease.liveness(origin, graces.of(snapshot, origin));
  }

  private void answered(OriginId origin, @Nullable Throwable failure, Duration at) {
    if (failure != null) {
      refusedAt = at;
    }
    asked.remove(origin);
  }
}
