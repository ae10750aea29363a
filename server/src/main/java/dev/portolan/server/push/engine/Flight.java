package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Chunk;
import dev.portolan.server.push.engine.view.Difference;
import dev.portolan.server.push.engine.view.Response;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.server.push.engine.view.Withheld;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way, in chunks: from what the subscriber holds to what it is to hold. The
 * next one of the type starts when all its chunks are answered. Confined to its stream's thread.
 */
final class Flight {
  private final TypeView to;
  private final Function<String, Iterator<Difference>> differences;
  private final Cut cut;
  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private String after = "";
  private String lastNonce = "";
  private int index;
  private boolean allSent;
  private List<Withheld> withheld = List.of();

  /**
   * A flight that has not begun.
   *
   * @param to what the subscriber holds when it has landed
   * @param differences what it carries after a name
   */
  Flight(TypeView to, Function<String, Iterator<Difference>> differences, Cut cut) {
    this.to = to;
    this.differences = differences;
    this.cut = cut;
  }

  /** How the next chunk is made. */
  interface Cut {

    /**
     * The chunk after a name.
     *
     * @param mark of the point that is complete with the flight's last chunk, which then says so;
     *     null for none
     */
    Chunk next(String after, int index, @Nullable Bookmark mark);
  }

  /**
   * A chunk that is not answered yet.
   *
   * @param after it carries names after this one, up to and including {@code through}
   * @param last it carries all names after {@code after}
   */
  record Sent(String nonce, String after, String through, boolean last) {}

  /** What was in a chunk. */
  List<Difference> carriedBy(Sent chunk) {
    List<Difference> carried = new ArrayList<>();
    for (Iterator<Difference> all = differences.apply(chunk.after()); all.hasNext(); ) {
      Difference difference = all.next();
      if (!chunk.last() && difference.name().compareTo(chunk.through()) > 0) {
        break;
      }
      carried.add(difference);
    }
    return carried;
  }

  /** What was in the chunk that was sent last. */
  List<Difference> carriedLast() {
    Sent chunk = unanswered.peekLast();
    return chunk == null ? List.of() : carriedBy(chunk);
  }

  TypeView to() {
    return to;
  }

  /** Names after this one are still to be sent. */
  String after() {
    return after;
  }

  /** Of what was sent last. */
  String lastNonce() {
    return lastNonce;
  }

  boolean allSent() {
    return allSent;
  }

  boolean landed() {
    return allSent && unanswered.isEmpty();
  }

  /**
   * The next chunk.
   *
   * @param sendEmpty whether a chunk that carries nothing is sent too
   * @param mark of the point that is complete with the last chunk; null for none
   * @return null when there is nothing (more) to send
   */
  byte @Nullable [] next(boolean sendEmpty, @Nullable Bookmark mark) {
    if (allSent) {
      return null;
    }
    Chunk chunk = cut.next(after, index++, mark);
    allSent = chunk.last();
    withheld = chunk.withheld();
    Response response = chunk.response();
    if (response == null || (chunk.isEmpty() && !sendEmpty)) {
      return null;
    }
    lastNonce = response.nonce();
    unanswered.add(new Sent(lastNonce, after, chunk.through(), chunk.last()));
    after = chunk.through();
    return response.bytes();
  }

  /** What the last chunk could not carry; said once. */
  List<Withheld> takeWithheld() {
    List<Withheld> taken = withheld;
    withheld = List.of();
    return taken;
  }

  /** Takes an answer; empty when the nonce is none of an unanswered chunk. */
  Optional<Sent> answered(String nonce) {
    for (Iterator<Sent> sent = unanswered.iterator(); sent.hasNext(); ) {
      Sent chunk = sent.next();
      if (chunk.nonce().equals(nonce)) {
        sent.remove();
        return Optional.of(chunk);
      }
    }
    return Optional.empty();
  }
}
