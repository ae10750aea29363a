package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.engine.view.Response;
import dev.portolan.server.push.engine.view.Variant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The points of one stream: whether one is to be marked, and which the subscriber has confirmed. A
 * point is marked by a bookmark, or by the response that completes it. One that is not confirmed
 * holds nothing back. Confined to its stream's thread.
 */
final class BookmarkTrack {
  /** Unconfirmed points remembered; the answer to an older one says nothing. */
  private static final int MAX_UNANSWERED = 64;

  private final Variant variant;
  private final Supplier<String> nonces;
  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private boolean subscribed;
  private boolean begun;
  private boolean due;
  private long lastShared = -1;

  BookmarkTrack(Variant variant, Supplier<String> nonces) {
    this.variant = variant;
    this.nonces = nonces;
  }

  private record Sent(String nonce, Point point) {}

  boolean subscribed() {
    return subscribed;
  }

  /** Takes a request about bookmarks; the point that it confirms, if it does. */
  Optional<Point> request(DiscoveryRequest request, boolean first) {
    if (request instanceof DeltaRequest delta) {
      boolean joins = first && delta.unsubscribe().isEmpty();
      if (joins || !delta.subscribe().isEmpty()) {
        subscribed = true;
        due = true;
      }
      if (!delta.unsubscribe().isEmpty()) {
        subscribed = false;
      }
    } else if (first) {
      // A full subscription to the one bookmark that there is: it does not change.
      subscribed = true;
      due = true;
    }
    return request.nack().isPresent() ? Optional.empty() : confirmed(request.nonce());
  }

  private Optional<Point> confirmed(String nonce) {
    int before = 0;
    for (Sent sent : unanswered) {
      if (sent.nonce().equals(nonce)) {
        // Whoever confirms a point has the ones before it behind it.
        for (int i = 0; i <= before; i++) {
          unanswered.removeFirst();
        }
        return Optional.of(sent.point());
      }
      before++;
    }
    return Optional.empty();
  }

  /**
   * A response was refused, at least in part: if it marked a point, that is to be marked again.
   *
   * @param nonce of the response
   */
  void refused(String nonce) {
    due |= unanswered.removeIf(sent -> sent.nonce().equals(nonce));
  }

  /** Something was sent, or joined: the next consistent point is to be marked. */
  void becomeDue() {
    due = true;
  }

  boolean isDue() {
    return subscribed && due;
  }

  /**
   * Whether a response may mark a point itself: not the first point of a stream, since a bookmark
   * says more than the point, and that holds for the stream.
   */
  boolean mayBeInline() {
    return subscribed && begun;
  }

  /** The bytes that mark a point. */
  byte[] mark(Bookmark bookmark) {
    due = false;
    begun = true;
    boolean fresh = bookmark.serial() > lastShared;
    Response response = fresh ? bookmark.shared(variant) : bookmark.with(variant, nonces.get());
    lastShared = Math.max(lastShared, bookmark.serial());
    remember(response.nonce(), bookmark.point());
    return response.bytes();
  }

  /** A response that was sent marks the point itself. */
  void marked(String nonce, Point point) {
    due = false;
    remember(nonce, point);
  }

  private void remember(String nonce, Point point) {
    if (unanswered.size() == MAX_UNANSWERED) {
      unanswered.removeFirst();
    }
    unanswered.add(new Sent(nonce, point));
  }
}
