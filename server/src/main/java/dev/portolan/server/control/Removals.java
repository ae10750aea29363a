package dev.portolan.server.control;

import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Hold;
import dev.portolan.registry.Hold.Amount;
import dev.portolan.registry.Hold.Cause;
import dev.portolan.registry.Hold.State;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes away what origins withdraw, unless it is too much at once: then it is held. Works on a
 * draft; confined to one plan.
 */
final class Removals {
  private final Draft draft;
  private final RemovalGuard guard;
  private final Instant now;
  private RecentRemovals recent;

  Removals(Draft draft, RemovalGuard guard, RecentRemovals recent, Instant now) {
    this.draft = draft;
    this.guard = guard;
    this.recent = recent;
    this.now = now;
  }

  RecentRemovals recent() {
    return recent;
  }

  /** Goes back to what was known of recent removals. */
  void restore(RecentRemovals earlier) {
    recent = earlier;
  }

  /** What became of a withdrawal. */
  record Result(int services, int slices, Optional<String> hold) {
    static final Result NOTHING = new Result(0, 0, Optional.empty());
  }

  /** The origin has these again; they are not held any more. */
  void offered(OriginId origin, Collection<ResourceKey> keys) {
    for (State state : State.values()) {
      hold(origin, state)
          .filter(hold -> keys.stream().anyMatch(hold.keys()::contains))
          .ifPresent(hold -> replace(hold, hold.without(keys)));
    }
  }

  /** The origin withdraws these in an increment. */
  Result withdraw(OriginId origin, Set<ResourceKey> keys) {
    return withdraw(origin, keys, Cause.BURST);
  }

  /**
   * The origin's complete list does not have these. What it withdrew long enough ago is confirmed
   * by that.
   */
  Result unlisted(OriginId origin, Set<ResourceKey> keys) {
    Result confirmed = Result.NOTHING;
    Optional<Hold> waiting = hold(origin, State.WAITING);
    if (waiting.isPresent()
        && !now.isBefore(waiting.get().since().plus(guard.confirmAfter(origin)))) {
      confirmed = release(waiting.get());
    }
    Result fresh = withdraw(origin, keys, Cause.LIST);
    return new Result(
        confirmed.services() + fresh.services(), confirmed.slices() + fresh.slices(), fresh.hold());
  }

  /**
   * Nobody renews these any more, while somebody else of the origin is heard. What is held for long
   * enough is confirmed by that.
   */
  Result overdue(OriginId origin, Set<ResourceKey> keys) {
    Result confirmed = Result.NOTHING;
    Optional<Hold> waiting = hold(origin, State.WAITING);
    if (waiting.isPresent()
        && !now.isBefore(waiting.get().since().plus(guard.confirmAfter(origin)))) {
      List<ResourceKey> agreed = waiting.get().keys().stream().filter(keys::contains).toList();
      replace(waiting.get(), waiting.get().without(agreed));
      confirmed = remove(agreed);
    }
    Result fresh = withdraw(origin, keys, Cause.BURST);
    return new Result(
        confirmed.services() + fresh.services(), confirmed.slices() + fresh.slices(), fresh.hold());
  }

  /** Nobody renews these any more, and nobody else of the origin is heard: they are held. */
  Result silent(OriginId origin, Set<ResourceKey> keys) {
    return withdraw(origin, keys, Cause.SILENCE);
  }

  /** What waits for a decision about these is over: somebody who may has spoken. */
  void reconsider(OriginId origin, Collection<ResourceKey> keys) {
    hold(origin, State.WAITING).ifPresent(hold -> replace(hold, hold.without(keys)));
  }

  /** Takes away what is held, whatever it is. */
  Result release(Hold hold) {
    draft.remove(List.of(hold.key()));
    return remove(hold.keys());
  }

  /** Keeps what is held until a person releases it. */
  void reject(Hold hold) {
    draft.remove(List.of(hold.key()));
    put(State.REJECTED, hold.keys(), hold);
  }

  private Result withdraw(OriginId origin, Set<ResourceKey> keys, Cause cause) {
    Set<ResourceKey> fresh = new TreeSet<>(keys);
    // A cluster's facts are one record; there is nothing to be too much of.
    draft.remove(keys.stream().filter(ClusterKey.class::isInstance).toList());
    fresh.removeIf(key -> draft.working().find(key).isEmpty());
    for (State state : State.values()) {
      hold(origin, state).ifPresent(hold -> fresh.removeAll(hold.keys()));
    }
    if (fresh.isEmpty()) {
      return Result.NOTHING;
    }
    OriginShard shard = draft.working().origin(origin);
    Amount gone = amount(shard, fresh);
    Amount before = recent.of(origin, guard.window(origin), now);
    if (cause == Cause.SILENCE
        || guard.tooMany(origin, gone.plus(before), () -> all(shard).plus(before))) {
      Hold hold =
          new Hold(new HoldKey(origin, State.WAITING), List.copyOf(fresh), cause, now, all(shard));
      return new Result(0, 0, Optional.of(put(State.WAITING, hold.keys(), hold).name()));
    }
    recent = recent.with(origin, gone, guard.window(origin), now);
    return remove(fresh);
  }

  /** Adds keys to an origin's hold of a state, which takes everything else from another. */
  private Hold put(State state, Collection<ResourceKey> keys, Hold from) {
    Set<ResourceKey> all = new TreeSet<>(keys);
    hold(from.origin(), state).ifPresent(known -> all.addAll(known.keys()));
    Hold hold =
        new Hold(
            new HoldKey(from.origin(), state),
            List.copyOf(all),
            from.cause(),
            from.since(),
            from.of());
    draft.put(hold);
    return hold;
  }

  private void replace(Hold hold, Optional<Hold> left) {
    left.ifPresentOrElse(draft::put, () -> draft.remove(List.of(hold.key())));
  }

  private Optional<Hold> hold(OriginId origin, State state) {
    return draft.working().hold(new HoldKey(origin, state));
  }

  private Result remove(Collection<ResourceKey> keys) {
    List<ResourceKey> present =
        keys.stream().filter(key -> draft.working().find(key).isPresent()).toList();
    draft.remove(present);
    long services = present.stream().filter(ServiceKey.class::isInstance).count();
    long slices = present.stream().filter(SliceKey.class::isInstance).count();
    return new Result((int) services, (int) slices, Optional.empty());
  }

  private static Amount amount(OriginShard shard, Collection<ResourceKey> keys) {
    int services = 0;
    int endpoints = 0;
    for (ResourceKey key : keys) {
      if (key instanceof ServiceKey) {
        services++;
      } else {
        endpoints +=
            shard
                .find(key)
                .map(found -> found.as(EndpointSlice.class).resource().endpoints().size())
                .orElse(0);
      }
    }
    return new Amount(services, endpoints);
  }

  private static Amount all(OriginShard shard) {
    return new Amount(shard.services().size(), shard.endpoints());
  }
}
