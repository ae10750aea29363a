package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Session;
import dev.portolan.server.rpc.StaleRequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes the requests of each session in the order of their numbers: one that comes after a later
 * one is refused, so that what was deregistered is not registered again by a copy that was on its
 * way. Knows a bounded number of sessions, those that spoke last. Thread-safe.
 */
final class RequestOrder {
  private static final int MOST_SESSIONS = 20_000;

  private final Map<Speaker, Long> taken =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Speaker, Long> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  private record Speaker(OriginId origin, Session session) {}

  /**
   * Takes a request, or one that is the last one again.
   *
   * @param submission what is to happen in this order; must not block
   * @throws StaleRequestException if a later one was taken
   */
  synchronized <T> T take(OriginId origin, Session session, long request, Supplier<T> submission) {
    Speaker speaker = new Speaker(origin, session);
    long last = taken.getOrDefault(speaker, 0L);
    if (request < last) {
      throw new StaleRequestException(session.name(), request, last);
    }
    taken.put(speaker, request);
    return submission.get();
  }
}
