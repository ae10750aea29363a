package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.engine.view.ResponseCache;
import dev.portolan.server.push.engine.view.ScopeView;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.server.push.engine.view.Variant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's stream: from what it holds to what it should hold, and never a queue between.
 * Confined to one thread; decides and encodes, does no I/O beyond its outlet, knows no protocol
 * library.
 *
 * <p>Types are independent of each other, until the subscriber asks for bookmarks: from then on
 * they move in rounds, all to the same view and no further before all of it is answered, since else
 * a busy registry would never offer a point at which all types agree. Without bookmarks only
 * removals wait for other types.
 */
final class PushStream {
  /** Types on one stream; beyond that a subscriber is not one of ours. */
  static final int MAX_TYPES = 64;

  /** Names asked for one by one of a type; whoever wants more can have everything. */
  static final int MAX_NAMES = 100_000;

  private final ResourceTypes types;
  private final ResponseCache cache;
  private final int stateBytes;
  private final DeliveryLedger ledger;
  private final Subscriber subscriber;
  private final Outlet outlet;
  private final Pace pace;
  private final Subscriptions subscriptions;
  private final StreamKind kind;
  private final BookmarkTrack bookmarks;
  private boolean bookmarksSeen;
  private @Nullable ScopeView latest;
  private @Nullable ScopeView round;
  private long scopeSince;
  private long viewNumber;
  private byte @Nullable [] waiting;
  private boolean opened;
  private long ownNonces;
  private boolean ended;

  PushStream(
      ResourceTypes types,
      ResponseCache cache,
      int stateBytes,
      DeliveryLedger ledger,
      Subscriber subscriber,
      StreamKind kind,
      Outlet outlet,
      Pace pace) {
    this.types = types;
    this.subscriptions = new Subscriptions(types);
    this.cache = cache;
    this.stateBytes = stateBytes;
    this.ledger = ledger;
    this.subscriber = subscriber;
    this.kind = kind;
    this.bookmarks = new BookmarkTrack(kind.variant(), this::nonce);
    this.outlet = outlet;
    this.pace = pace;
  }

  /** What the subscriber should hold now; the first one must come before any request. */
  void view(ScopeView view, long since) {
    latest = view;
    viewNumber++;
    scopeSince = since;
    if (round == null) {
      round = view;
    }
  }

  /**
   * Proof of life with the same content: passed on if the subscriber is at it and the way is free.
   */
  void beat(ScopeView view) {
    if (round == null || !view.sameContent(current())) {
      return;
    }
    latest = view;
    if (view.sameContent(round) && subscriptions.allSentUpTo(round) && outlet.ready()) {
      round = view;
      bookmarks.becomeDue();
    }
  }

  /** Takes one request. */
  void request(DiscoveryRequest request) {
    if (ended) {
      return;
    }
    opened |= !request.nonce().isEmpty() && !subscriptions.isEmpty();
    if (request.type().isEmpty()) {
      end(
          Outlet.Ending.INVALID_REQUEST,
          "type_url is empty; on an aggregated stream every request names its type");
    } else if (!kind.allows(request.type())) {
      end(
          Outlet.Ending.INVALID_REQUEST,
          "type_url is " + request.type() + " on a service of " + kind.only());
    } else if (request.type().equals(types.bookmark())) {
      bookmarks
          .request(request, !bookmarksSeen)
          .ifPresent(point -> ledger.applied(subscriber.id(), point));
      bookmarksSeen = true;
      if (request.nack().isEmpty()) {
        // Whoever has a point in force has accepted the response that marked it.
        subscriptions.forEach(subscription -> subscription.acknowledge(request.nonce()));
      }
    } else {
      data(request);
    }
  }

  private void data(DiscoveryRequest request) {
    if (request.nack().isPresent()) {
      bookmarks.refused(request.nonce());
    }
    Optional<Subscription> known = subscriptions.find(request.type());
    if (known.isPresent()) {
      known.get().take(request);
      recordRefusals(known.get());
      boundNames(known.get());
      return;
    }
    if (subscriptions.size() == MAX_TYPES) {
      end(
          Outlet.Ending.INVALID_REQUEST,
          "more than "
              + MAX_TYPES
              + " types on one stream; "
              + request.type()
              + " is one too many");
      return;
    }
    open(request);
  }

  private void open(DiscoveryRequest request) {
    TypeView current = target().type(request.type());
    boolean served = types.served(request.type());
    // A token speaks of the types that are served; any other is answered as if it were not there.
    // A full response leaves nothing to resume.
    Optional<Point> token =
        subscriber.resume().filter(given -> served && kind.variant() == Variant.INCREMENTAL);
    Optional<TypeView> resumed = token.flatMap(given -> resumed(given, current));
    boolean listed = request instanceof DeltaRequest delta && !delta.known().isEmpty();
    if (token.isPresent() && resumed.isEmpty() && !listed) {
      end(
          Outlet.Ending.RESUME_IMPOSSIBLE,
          "revision "
              + token.get()
              + " is compacted or of another epoch: reconnect without it and with"
              + " initial_resource_versions");
      return;
    }
    Flights flights =
        new Flights(request.type(), types, served ? cache : null, stateBytes, this::nonce);
    Subscription subscription = new Subscription(request.type(), kind.variant(), flights);
    subscription.open(request, current, resumed);
    boundNames(subscription);
    subscriptions.add(subscription);
    bookmarks.becomeDue();
  }

  private void boundNames(Subscription subscription) {
    if (subscription.names() > MAX_NAMES) {
      end(
          Outlet.Ending.INVALID_REQUEST,
          "more than " + MAX_NAMES + " names of " + subscription.type() + "; subscribe to *");
    }
  }

  // A token speaks of the scope that the subscriber was in: it counts only if that is still the
  // one.
  private Optional<TypeView> resumed(Point token, TypeView view) {
    Point now = target().point();
    boolean comparable =
        token.epoch().equals(now.epoch())
            && token.sequence() <= now.sequence()
            && token.sequence() >= scopeSince;
    return comparable ? view.heldAt(token.sequence()) : Optional.empty();
  }

  /** Sends what can be sent now. */
  void pump() {
    while (!ended && latest != null && outlet.ready()) {
      byte[] response = waiting == null ? next() : waiting;
      if (response == null) {
        pace.rest();
        return;
      }
      if (!pace.admits(response.length)) {
        waiting = response;
        return;
      }
      waiting = null;
      outlet.send(response);
    }
  }

  private byte @Nullable [] next() {
    ScopeView target = target();
    if (!bookmarks.subscribed() && subscriptions.size() > 1) {
      return makeBeforeBreak(target);
    }
    for (Subscription subscription : subscriptions) {
      TypeView to = target.type(subscription.type());
      if (subscription.sentUpTo(to)) {
        continue;
      }
      Bookmark mark = onlyMissing(subscription, target) ? target.bookmark() : null;
      byte[] response =
          sent(subscription, subscription.next(to, mark, Clearance.full(viewNumber)), target);
      if (response != null) {
        if (mark != null && subscription.sentUpTo(to)) {
          opened = true;
          bookmarks.marked(subscription.lastNonce(), mark.point());
        }
        return response;
      }
    }
    // Without any data type there is nothing that a bookmark could speak of.
    boolean marks =
        bookmarks.isDue() && !subscriptions.isEmpty() && subscriptions.allSentUpTo(target);
    if (!marks) {
      return null;
    }
    opened = true;
    return bookmarks.mark(target.bookmark());
  }

  // A subscriber without bookmarks applies each response as it comes. So what others refer to
  // comes before them, and goes, in the reverse order, when all has been sent that was there then:
  // a type whose last response is not answered yet holds back removals, and nothing else.
  private byte @Nullable [] makeBeforeBreak(ScopeView target) {
    for (Subscription each : subscriptions) {
      if (each.sentUpTo(target.type(each.type()))) {
        each.lingering().settled(viewNumber);
      }
    }
    byte[] made = next(subscriptions, target);
    return made == null ? next(subscriptions.reversed(), target) : made;
  }

  private byte @Nullable [] next(Iterable<Subscription> inOrder, ScopeView target) {
    for (Subscription each : inOrder) {
      Clearance clearance = subscriptions.clearance(each, viewNumber);
      byte[] response = sent(each, each.next(target.type(each.type()), null, clearance), target);
      if (response != null) {
        return response;
      }
    }
    return null;
  }

  private byte @Nullable [] sent(
      Subscription subscription, byte @Nullable [] response, ScopeView target) {
    recordRefusals(subscription);
    if (response != null) {
      subscriptions.bringCompanions(subscription, target);
      bookmarks.becomeDue();
    }
    return response;
  }

  /** Whether a point is complete, and may be said to be, as soon as this type is sent. */
  private boolean onlyMissing(Subscription last, ScopeView target) {
    return subscriber.inlinePoints()
        && kind.variant() == Variant.INCREMENTAL
        && bookmarks.mayBeInline()
        && !types.companions().containsKey(last.type())
        && subscriptions.allSentUpTo(target, last);
  }

  /** Where the stream is going: the latest view, or the round's until all of that is answered. */
  private ScopeView target() {
    ScopeView now = current();
    if (round == null || !bookmarks.subscribed() || subscriptions.allIdle()) {
      round = now;
    }
    return round;
  }

  private ScopeView current() {
    if (latest == null) {
      throw new IllegalStateException("a request of " + subscriber.id() + " before its view");
    }
    return latest;
  }

  private void recordRefusals(Subscription changed) {
    if (!changed.refusalsChanged()) {
      return;
    }
    ledger.refused(subscriber.id(), subscriptions.refused());
  }

  /** Nobody is at the other end any more. */
  void over() {
    ended = true;
    waiting = null;
    pace.rest();
    ledger.disconnected(subscriber.id());
  }

  boolean ended() {
    return ended;
  }

  /** Whether the subscriber's next answer may let it send more. */
  boolean awaitsAnswer() {
    return !opened || waiting != null || latest == null || !subscriptions.allSentUpTo(latest);
  }

  /** Whether the subscriber has said all of its first words, as far as one can tell. */
  boolean opened() {
    return opened;
  }

  private void end(Outlet.Ending ending, String message) {
    ended = true;
    outlet.end(ending, message);
  }

  private String nonce() {
    return "p" + Long.toString(ownNonces++, Character.MAX_RADIX);
  }
}
