package dev.portolan.server.push.engine.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The responses that streams at the same views share, each encoded once. Thread-safe; keeps the
 * most recently used ones within a budget of bytes. Losing one costs encoding it again, nothing
 * else.
 */
public final class ResponseCache {
  /** What an entry costs beside its bytes: the views that its key keeps alive, by estimate. */
  private static final long ENTRY_BYTES = 2048;

  private final long budget;
  private final Map<Key, Chunk> chunks = new LinkedHashMap<>(64, 0.75f, true);
  private long used;

  public ResponseCache(long budgetBytes) {
    this.budget = budgetBytes;
  }

  /**
   * The response that carries the differences after a name.
   *
   * @param nonce makes one of {@code to}, the type, the position and the point, so that it is the
   *     same for all streams; asked when the response is not there yet
   * @param point that is complete with the last difference; empty for none
   */
  public Chunk chunk(
      String typeUrl,
      Supplier<String> nonce,
      String point,
      TypeView from,
      TypeView to,
      String after) {
    Key key = new Key(typeUrl, Variant.INCREMENTAL, point, from, to, after);
    Chunk known = find(key);
    if (known != null) {
      return known;
    }
    // Cut outside the lock; where two threads do it at once, the first one's bytes are used by
    // both.
    return keep(key, Chunk.cut(typeUrl, nonce.get(), point, Difference.between(from, to, after)));
  }

  /** The one response that carries a whole view, for state-of-the-world streams. */
  public Chunk whole(String typeUrl, String nonce, TypeView view, int maxBytes) {
    Key key = new Key(typeUrl, Variant.STATE, "", view, view, "");
    Chunk known = find(key);
    return known != null
        ? known
        : keep(key, Chunk.whole(typeUrl, nonce, view.version(), view.resources(), maxBytes));
  }

  private synchronized @Nullable Chunk find(Key key) {
    return chunks.get(key);
  }

  private synchronized Chunk keep(Key key, Chunk chunk) {
    Chunk first = chunks.putIfAbsent(key, chunk);
    if (first != null) {
      return first;
    }
    used += cost(chunk);
    var oldest = chunks.entrySet().iterator();
    while (used > budget && chunks.size() > 1) {
      Chunk dropped = oldest.next().getValue();
      used -= cost(dropped);
      oldest.remove();
    }
    return chunk;
  }

  private static long cost(Chunk chunk) {
    Response response = chunk.response();
    return ENTRY_BYTES + (response == null ? 0 : response.bytes().length);
  }

  /** Bytes in use. */
  public synchronized long used() {
    return used;
  }

  /** Views are compared by identity: two streams share what they hold or they do not. */
  private record Key(
      String typeUrl, Variant variant, String point, TypeView from, TypeView to, String after) {}
}
