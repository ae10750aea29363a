package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Difference;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.server.push.engine.view.Variant;
import dev.portolan.server.push.engine.view.Withheld;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One type on one stream: what the subscriber wants, what it holds (a view, by reference), and at
 * most one response that it has not answered. Confined to its stream's thread.
 */
final class Subscription {
  private final String type;
  private final Variant variant;
  private final Flights flights;
  private final Interest interest = new Interest();
  private final Quarantine quarantine = new Quarantine();
  private final Lingering lingering = new Lingering();
  private TypeView held = TypeView.EMPTY;
  private @Nullable Flight flight;
  private String lastNonce = "";
  private boolean refusalsChanged;

  /** A subscription to nothing yet. */
  Subscription(String type, Variant variant, Flights flights) {
    this.type = type;
    this.variant = variant;
    this.flights = flights;
  }

  String type() {
    return type;
  }

  /**
   * The first request about the type on this stream, whatever nonce it carries.
   *
   * @param resumed what the subscriber holds, when its resume token is good; else its own account
   *     counts, and that exists in incremental requests only
   */
  void open(DiscoveryRequest request, TypeView current, Optional<TypeView> resumed) {
    if (request instanceof DeltaRequest delta) {
      interest.open(delta.subscribe(), delta.unsubscribe());
      held =
          resumed.orElseGet(
              () -> delta.known().isEmpty() ? TypeView.EMPTY : current.heldAs(delta.known()));
      interest.greet(interest.wildcard() && resumed.isEmpty());
      interest.owe(
          interest.names().stream()
              .filter(name -> current.get(name) == null && held.get(name) == null)
              .toList());
      resumed.ifPresent(from -> resume(from, current));
    } else if (request instanceof StateRequest state) {
      interest.open(state.names());
      interest.greet(interest.wildcard() || flights.whole());
    }
  }

  // What a token leaves open is whether the subscriber has an older version of what changed, or
  // nothing: the way to this view brings it either way, but if that changes before it is sent, one
  // to a later view might not. Nor has anything to wait for other types: who knows tokens goes by
  // points.
  private void resume(TypeView from, TypeView current) {
    if (from != current && !interest.isNothing()) {
      flight = flights.incremental(from, current, interest, quarantine);
    } else {
      held = current;
    }
  }

  /** A later request: an answer, a change of the subscription, or both. */
  void take(DiscoveryRequest request) {
    if (request instanceof DeltaRequest delta) {
      answer(delta);
      change(delta);
    } else if (request instanceof StateRequest state && state.nonce().equals(lastNonce)) {
      // One that answers an older response says what the subscriber wanted then: not any more.
      answer(state);
      joined(interest.replace(state.names()));
    }
  }

  private void change(DeltaRequest request) {
    request.subscribe().forEach(name -> joined(interest.add(name)));
    for (String name : request.unsubscribe()) {
      if (interest.remove(name)) {
        leaveWildcard();
      }
    }
  }

  private void joined(boolean everything) {
    if (everything) {
      interest.greet(true);
      held = TypeView.EMPTY;
      flight = null;
    }
  }

  private void leaveWildcard() {
    if (flight != null && !flight.allSent()) {
      interest.owe(interest.names().tailSet(flight.after(), false));
      held = flight.to();
      flight = null;
    }
  }

  /** Of no effect when the nonce is not that of an unanswered response. */
  private void answer(DiscoveryRequest request) {
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

  /** An ACK that came with the confirmation of a point; of no effect if it is of another type. */
  void acknowledge(String nonce) {
    if (flight != null && flight.answered(nonce).isPresent()) {
      land();
    }
  }

  /** Of what was sent last. */
  String lastNonce() {
    return lastNonce;
  }

  /**
   * The next bytes on the way to a view; null when there are none, or an answer must come first.
   *
   * @param mark of the point that is complete once this type is sent up to {@code target}; null
   *     when others are missing. The bytes carry it if {@link #sentUpTo} after this
   * @param clearance what is gone and not cleared is left as it is
   */
  byte @Nullable [] next(TypeView target, @Nullable Bookmark mark, Clearance clearance) {
    while (true) {
      if (flight == null) {
        flight = takeOff(target, heading(target, clearance));
      }
      if (flight == null) {
        lingering.sent(held);
        return null;
      }
      boolean completes = flight.to() == target && !interest.owes();
      byte[] response = flight.next(interest.greeting(), completes ? mark : null);
      withhold(flight);
      if (flight.allSent()) {
        lingering.sent(flight.to());
      }
      if (response != null) {
        lastNonce = flight.lastNonce();
        interest.greet(false);
        return response;
      }
      // Nothing was sent although it was time for a greeting: it would have been too large.
      interest.greet(interest.greeting() && !flight.allSent());
      land();
      if (flight != null) {
        return null;
      }
    }
  }

  // What is too large to be sent is held back like what the subscriber cannot accept.
  private void withhold(Flight sending) {
    for (Withheld each : sending.takeWithheld()) {
      quarantine.withhold(ResourceTypes.shortName(type), each);
      refusalsChanged = true;
    }
  }

  /** Names of the resources in the last response. */
  List<String> carriedLast() {
    return flight == null
        ? List.of()
        : flight.carriedLast().stream()
            .filter(each -> each.now() != null)
            .map(Difference::name)
            .toList();
  }

  /** Sends these again, of those that are wanted by name and would not be sent anyway. */
  void repeat(Collection<String> again, TypeView target) {
    interest.owe(
        again.stream()
            .filter(name -> interest.names().contains(name))
            .filter(name -> target.get(name) != null && target.get(name) == held.get(name))
            .toList());
  }

  private void land() {
    if (flight != null && flight.landed()) {
      held = flight.to();
      flight = null;
    }
  }

  private TypeView heading(TypeView target, Clearance clearance) {
    // Full responses of a partial type cannot say that something is gone.
    boolean silent = variant == Variant.STATE && !flights.whole();
    return lingering.heading(
        held,
        target,
        silent ? Clearance.full(clearance.view()) : clearance,
        () -> flights.gone(held, target, interest));
  }

  private @Nullable Flight takeOff(TypeView target, TypeView to) {
    boolean asked = interest.owes();
    if (held == to && !interest.greeting() && !asked) {
      return null;
    }
    if (variant == Variant.INCREMENTAL && asked) {
      return flights.answering(held, target, interest.takeOwed());
    }
    // A refusal ends when the subscriber is told of something else under that name.
    refusalsChanged |= quarantine.release(target);
    if (interest.isNothing()) {
      held = to;
      return null;
    }
    if (variant == Variant.INCREMENTAL) {
      return flights.incremental(held, to, interest, quarantine);
    }
    if (!asked && !interest.greeting() && !flights.differ(held, to, interest)) {
      held = to;
      return null;
    }
    return flights.state(held, to, interest);
  }

  /** Everything up to a view is sent, if perhaps not yet answered. */
  boolean sentUpTo(TypeView target) {
    return !interest.owes()
        && !interest.greeting()
        && (flight == null ? held == target : flight.allSent() && flight.to() == target);
  }

  /** How far it is, for types whose removals wait for this one. */
  Lingering lingering() {
    return lingering;
  }

  /** Names asked for one by one. */
  int names() {
    return interest.names().size();
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
}
