package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Chunk;
import dev.portolan.server.push.engine.view.Difference;
import dev.portolan.server.push.engine.view.ResponseCache;
import dev.portolan.server.push.engine.view.TypeView;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One type on one stream: what the subscriber wants, what it holds (a view, by reference), and at
 * most one response that it has not answered. Confined to its stream's thread.
 */
final class Subscription {
  private final String type;
  private final @Nullable ResponseCache shared;
  private final Supplier<String> nonces;
  private final TreeSet<String> names = new TreeSet<>();
  // Names to be answered whether or not they changed.
  private final TreeSet<String> owed = new TreeSet<>();
  private final Quarantine quarantine = new Quarantine();
  private boolean wildcard;
  // A wildcard's first response goes out even if it is empty: the sign that the type is in sync.
  private boolean greeting;
  private TypeView held = TypeView.EMPTY;
  private @Nullable Flight flight;
  private long lastShared = -1;
  private boolean refusalsChanged;

  /**
   * A subscription to nothing yet.
   *
   * @param shared responses shared with other streams; null when this type's are never shared
   * @param nonces makes nonces for responses of this stream alone
   */
  Subscription(String type, @Nullable ResponseCache shared, Supplier<String> nonces) {
    this.type = type;
    this.shared = shared;
    this.nonces = nonces;
  }

  String type() {
    return type;
  }

  /**
   * The first request about the type on this stream.
   *
   * @param resumed what the subscriber holds, when its resume token is good; else its own account
   *     counts
   */
  void open(DeltaRequest request, TypeView current, Optional<TypeView> resumed) {
    // xDS: a first request that names nothing asks for everything.
    wildcard = request.subscribe().isEmpty() && request.unsubscribe().isEmpty();
    names.addAll(request.subscribe());
    wildcard |= names.remove(DeltaRequest.WILDCARD);
    request.unsubscribe().forEach(names::remove);
    wildcard &= !request.unsubscribe().contains(DeltaRequest.WILDCARD);
    Map<String, String> known = request.known();
    held = resumed.orElseGet(() -> known.isEmpty() ? TypeView.EMPTY : current.heldAs(known));
    greeting = wildcard && resumed.isEmpty();
    names.stream()
        .filter(name -> current.get(name) == null && held.get(name) == null)
        .forEach(owed::add);
  }

  /** A later request's change of the subscription. */
  void change(DeltaRequest request) {
    for (String name : request.subscribe()) {
      if (!name.equals(DeltaRequest.WILDCARD)) {
        names.add(name);
        owed.add(name);
      } else if (!wildcard) {
        wildcard = true;
        greeting = true;
        held = TypeView.EMPTY;
        flight = null;
      }
    }
    for (String name : request.unsubscribe()) {
      if (name.equals(DeltaRequest.WILDCARD)) {
        leaveWildcard();
      } else if (names.remove(name)) {
        owed.remove(name);
        if (wildcard) {
          owed.add(name);
        }
      }
    }
  }

  private void leaveWildcard() {
    wildcard = false;
    greeting = false;
    if (flight != null && !flight.allSent()) {
      owed.addAll(names.tailSet(flight.after(), false));
      held = flight.to();
      flight = null;
    }
  }

  /** Takes an ACK or NACK; of no effect when the nonce is not that of an unanswered response. */
  void answer(DeltaRequest request) {
    if (flight == null) {
      return;
    }
    Flight answered = flight;
    Optional<Flight.Sent> chunk = answered.answered(request.nonce());
    if (chunk.isPresent() && request.nack().isPresent()) {
      // The subscriber counts as holding what it refused: so it is not sent again as it is.
      quarantine.refuse(
          ResourceTypes.shortName(type),
          answered.carriedBy(chunk.orElseThrow()),
          request.nack().orElseThrow());
      refusalsChanged = true;
    }
    land();
  }

  /**
   * The next bytes on the way to a view; null when there are none, or an answer must come first.
   */
  byte @Nullable [] next(TypeView target) {
    while (true) {
      if (flight == null) {
        flight = takeOff(target);
      }
      if (flight == null) {
        return null;
      }
      byte[] response = flight.next(greeting);
      if (response != null) {
        greeting = false;
        return response;
      }
      land();
      if (flight != null) {
        return null;
      }
    }
  }

  private void land() {
    if (flight != null && flight.landed()) {
      held = flight.to();
      flight = null;
    }
  }

  private @Nullable Flight takeOff(TypeView target) {
    if (!owed.isEmpty()) {
      return answering(target);
    }
    if (held == target && !greeting) {
      return null;
    }
    // A refusal ends when the subscriber is told of something else under that name.
    refusalsChanged |= quarantine.release(target);
    if (!wildcard && names.isEmpty()) {
      held = target;
      return null;
    }
    return wildcard && shareable(target) ? sharing(target) : own(target);
  }

  private boolean shareable(TypeView target) {
    // A nonce names its view, and must not come twice on a stream.
    return shared != null && target.sequence() > lastShared && !quarantine.touches(held, target);
  }

  private Flight sharing(TypeView target) {
    ResponseCache cache = Objects.requireNonNull(shared);
    TypeView from = held;
    lastShared = target.sequence();
    String stem =
        ResourceTypes.shortName(type) + "/" + Long.toString(lastShared, Character.MAX_RADIX) + "/";
    return new Flight(
        target,
        after -> Difference.between(from, target, after),
        (after, index) -> cache.chunk(type, stem + index, from, target, after));
  }

  private Flight own(TypeView target) {
    TypeView from = held;
    return alone(
        target,
        after ->
            stream(
                    wildcard
                        ? Difference.between(from, target, after)
                        : Difference.named(from, target, names.tailSet(after, false).iterator()))
                .filter(difference -> !quarantine.holds(difference))
                .iterator());
  }

  private Flight answering(TypeView target) {
    TreeSet<String> asked = new TreeSet<>(owed);
    owed.clear();
    return alone(
        held,
        after ->
            asked.tailSet(after, false).stream()
                .map(name -> new Difference(name, target.get(name)))
                .iterator());
  }

  private Flight alone(TypeView to, Function<String, Iterator<Difference>> differences) {
    return new Flight(
        to, differences, (after, index) -> Chunk.cut(type, nonces.get(), differences.apply(after)));
  }

  /** Everything up to a view is sent, if perhaps not yet answered. */
  boolean sentUpTo(TypeView target) {
    return owed.isEmpty()
        && !greeting
        && (flight == null ? held == target : flight.allSent() && flight.to() == target);
  }

  /** Nothing is on its way. */
  boolean idle() {
    return flight == null;
  }

  /** Whether {@link #refused} is not what it was when this was last asked. */
  boolean refusalsChanged() {
    boolean changed = refusalsChanged;
    refusalsChanged = false;
    return changed;
  }

  Collection<Refusal> refused() {
    return quarantine.listed();
  }

  private static Stream<Difference> stream(Iterator<Difference> differences) {
    Iterable<Difference> once = () -> differences;
    return StreamSupport.stream(once.spliterator(), false);
  }
}
